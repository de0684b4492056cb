"""pemutakhiran data: lists that go out and return"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_update",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("payer", sa.String(40), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by", sa.Uuid(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_by", sa.Uuid(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cancelled_by"], ["user.id"], name=op.f("fk_data_update_cancelled_by")
        ),
        sa.ForeignKeyConstraint(
            ["category"], ["category.code"], name=op.f("fk_data_update_category")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user.id"], name=op.f("fk_data_update_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["delivered_by"], ["user.id"], name=op.f("fk_data_update_delivered_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_data_update_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by"], ["user.id"], name=op.f("fk_data_update_returned_by")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["user.id"], name=op.f("fk_data_update_sent_by")),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["user.id"], name=op.f("fk_data_update_submitted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_update")),
    )
    with op.batch_alter_table("data_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_update_period"), ["period"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_data_update_region_code"), ["region_code"], unique=False
        )

    op.create_table(
        "data_update_approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_update_id", sa.Uuid(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("as_supervisor", sa.Boolean(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["user.id"], name=op.f("fk_data_update_approval_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["data_update_id"],
            ["data_update.id"],
            name=op.f("fk_data_update_approval_data_update_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_update_approval")),
        sa.UniqueConstraint(
            "data_update_id",
            "submission",
            "approved_by",
            name=op.f("uq_data_update_approval_data_update_id_submission_approved_by"),
        ),
    )
    op.create_table(
        "data_update_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("data_update_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("new_name", sa.String(length=120), nullable=True),
        sa.Column("new_nik", sa.String(length=16), nullable=True),
        sa.Column("new_nik_missing_reason", sa.String(length=200), nullable=True),
        sa.Column("new_kpj", sa.String(length=11), nullable=True),
        sa.Column("new_born_on", sa.Date(), nullable=True),
        sa.Column("new_sex", sa.String(40), nullable=True),
        sa.Column("new_category", sa.String(length=40), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("added_id", sa.Uuid(), nullable=True),
        sa.Column("reversed_by", sa.Uuid(), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reverse_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer <> 'meninggal' OR died_on IS NOT NULL",
            name=op.f("ck_data_update_line_died_has_day"),
        ),
        sa.ForeignKeyConstraint(
            ["added_id"], ["participant.id"], name=op.f("fk_data_update_line_added_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user.id"], name=op.f("fk_data_update_line_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["data_update_id"], ["data_update.id"], name=op.f("fk_data_update_line_data_update_id")
        ),
        sa.ForeignKeyConstraint(
            ["new_category"], ["category.code"], name=op.f("fk_data_update_line_new_category")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_data_update_line_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["reversed_by"], ["user.id"], name=op.f("fk_data_update_line_reversed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_update_line")),
        sa.UniqueConstraint(
            "data_update_id", "number", name=op.f("uq_data_update_line_data_update_id_number")
        ),
    )
    with op.batch_alter_table("data_update_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_data_update_line_participant_id"), ["participant_id"], unique=False
        )

    protect("data_update_approval")


def downgrade() -> None:
    with op.batch_alter_table("data_update_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_update_line_participant_id"))

    op.drop_table("data_update_line")
    op.drop_table("data_update_approval")
    with op.batch_alter_table("data_update", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_update_region_code"))
        batch_op.drop_index(batch_op.f("ix_data_update_period"))

    op.drop_table("data_update")
