"""targets, workers, budgets and legal bases of the coverage"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "region_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("old_code", sa.String(length=13), nullable=False),
        sa.Column("old_name", sa.String(length=80), nullable=False),
        sa.Column("new_code", sa.String(length=13), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["new_code"], ["region.code"], name=op.f("fk_region_change_new_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_change")),
        sa.UniqueConstraint(
            "old_code", "new_code", name=op.f("uq_region_change_old_code_new_code")
        ),
    )
    op.create_index(op.f("ix_region_change_old_code"), "region_change", ["old_code"], unique=False)

    op.create_table(
        "legal_basis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("stored_name", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("file_type", sa.String(length=10), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_legal_basis_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_legal_basis_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_legal_basis_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_basis")),
    )
    op.create_index(
        op.f("ix_legal_basis_region_code"), "legal_basis", ["region_code"], unique=False
    )

    op.create_table(
        "worker_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_year", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("workers > 0", name=op.f("ck_worker_count_workers_positive")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_worker_count_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_worker_count_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["worker_count.id"], name=op.f("fk_worker_count_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_count")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_worker_count_replaces_id")),
    )
    op.create_index(
        op.f("ix_worker_count_region_code"), "worker_count", ["region_code"], unique=False
    )

    op.create_table(
        "contribution_budget",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("payer", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("basis_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_contribution_budget_amount_not_negative")),
        sa.CheckConstraint(
            "first_month >= 1 AND last_month <= 12 AND first_month <= last_month",
            name=op.f("ck_contribution_budget_months"),
        ),
        sa.CheckConstraint("people > 0", name=op.f("ck_contribution_budget_people_positive")),
        sa.ForeignKeyConstraint(
            ["basis_id"], ["legal_basis.id"], name=op.f("fk_contribution_budget_basis_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_contribution_budget_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_contribution_budget_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["contribution_budget.id"],
            name=op.f("fk_contribution_budget_replaces_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_budget")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_contribution_budget_replaces_id")),
        sa.UniqueConstraint("request_key", name=op.f("uq_contribution_budget_request_key")),
    )
    op.create_index(
        op.f("ix_contribution_budget_region_code"),
        "contribution_budget",
        ["region_code"],
        unique=False,
    )

    op.create_table(
        "coverage_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("each_village", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("payer", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("basis_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("people >= 0", name=op.f("ck_coverage_target_people_not_negative")),
        sa.ForeignKeyConstraint(
            ["basis_id"], ["legal_basis.id"], name=op.f("fk_coverage_target_basis_id")
        ),
        sa.ForeignKeyConstraint(
            ["category"], ["category.code"], name=op.f("fk_coverage_target_category")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_coverage_target_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_coverage_target_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["coverage_target.id"], name=op.f("fk_coverage_target_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_target")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_coverage_target_replaces_id")),
    )
    op.create_index(
        op.f("ix_coverage_target_region_code"), "coverage_target", ["region_code"], unique=False
    )
    for table in ("contribution_budget", "coverage_target", "worker_count"):
        protect(table)


def downgrade() -> None:
    op.drop_index(op.f("ix_coverage_target_region_code"), table_name="coverage_target")

    op.drop_table("coverage_target")
    op.drop_index(op.f("ix_contribution_budget_region_code"), table_name="contribution_budget")

    op.drop_table("contribution_budget")
    op.drop_index(op.f("ix_worker_count_region_code"), table_name="worker_count")

    op.drop_table("worker_count")
    op.drop_index(op.f("ix_legal_basis_region_code"), table_name="legal_basis")

    op.drop_table("legal_basis")
    op.drop_index(op.f("ix_region_change_old_code"), table_name="region_change")

    op.drop_table("region_change")
