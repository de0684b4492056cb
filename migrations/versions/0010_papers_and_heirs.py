"""uploads of papers, receipts, and heirs in the order of the law"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dispute_referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("referred_to", sa.String(40), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=300), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_dispute_referral_case_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_dispute_referral_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_referral")),
        sa.UniqueConstraint("request_key", name=op.f("uq_dispute_referral_request_key")),
    )
    with op.batch_alter_table("dispute_referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_referral_case_id"), ["case_id"], unique=False)

    op.create_table(
        "heir_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_heir_search_case_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_heir_search_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heir_search")),
        sa.UniqueConstraint("case_id", "step", name=op.f("uq_heir_search_case_id_step")),
    )
    with op.batch_alter_table("heir_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heir_search_case_id"), ["case_id"], unique=False)

    op.create_table(
        "paper_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_paper_receipt_case_id")),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["user.id"], name=op.f("fk_paper_receipt_issued_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_receipt")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_receipt_number")),
        sa.UniqueConstraint("request_key", name=op.f("uq_paper_receipt_request_key")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_paper_receipt_year_serial")),
    )
    with op.batch_alter_table("paper_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_receipt_case_id"), ["case_id"], unique=False)

    op.create_table(
        "paper_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("stored_name", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_file_paper_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user.id"], name=op.f("fk_paper_file_uploaded_by")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["user.id"], name=op.f("fk_paper_file_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_file")),
        sa.UniqueConstraint("paper_id", "position", name=op.f("uq_paper_file_paper_id_position")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_paper_file_stored_name")),
    )
    with op.batch_alter_table("paper_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_file_paper_id"), ["paper_id"], unique=False)

    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.add_column(sa.Column("next_step", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("received_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("follow_up_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_paper_follow_up_on"), ["follow_up_on"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_paper_received_by"), "user", ["received_by"], ["id"]
        )
    protect("paper_receipt")


def downgrade() -> None:
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_paper_received_by"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_paper_follow_up_on"))
        batch_op.drop_column("follow_up_on")
        batch_op.drop_column("received_by")
        batch_op.drop_column("next_step")

    with op.batch_alter_table("paper_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_file_paper_id"))

    op.drop_table("paper_file")
    with op.batch_alter_table("paper_receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_receipt_case_id"))

    op.drop_table("paper_receipt")
    with op.batch_alter_table("heir_search", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_heir_search_case_id"))

    op.drop_table("heir_search")
    with op.batch_alter_table("dispute_referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_referral_case_id"))

    op.drop_table("dispute_referral")
