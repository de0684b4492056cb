"""corrections by request and closed months"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closed_month",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_by", sa.Uuid(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopen_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["user.id"], name=op.f("fk_closed_month_closed_by")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_closed_month_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by"], ["user.id"], name=op.f("fk_closed_month_reopened_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_month")),
        sa.UniqueConstraint(
            "region_code", "month", "number", name=op.f("uq_closed_month_region_code_month_number")
        ),
    )
    op.create_table(
        "correction_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("heir_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "participant_id IS NOT NULL OR heir_id IS NOT NULL",
            name=op.f("ck_correction_request_about_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_correction_request_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user.id"], name=op.f("fk_correction_request_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["heir_id"], ["heir.id"], name=op.f("fk_correction_request_heir_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_correction_request_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_correction_request_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["user.id"], name=op.f("fk_correction_request_requested_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
    )
    with op.batch_alter_table("correction_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_correction_request_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_correction_request_heir_id"), ["heir_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_correction_request_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_correction_request_region_code"), ["region_code"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("correction_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_request_region_code"))
        batch_op.drop_index(batch_op.f("ix_correction_request_participant_id"))
        batch_op.drop_index(batch_op.f("ix_correction_request_heir_id"))
        batch_op.drop_index(batch_op.f("ix_correction_request_case_id"))
    op.drop_table("correction_request")
    op.drop_table("closed_month")
