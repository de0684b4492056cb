"""deaths nobody claimed, and cases of old spreadsheets"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "death_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("kpj", sa.String(length=11), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("died_at_place", sa.String(length=120), nullable=True),
        sa.Column("certificate_number", sa.String(length=60), nullable=True),
        sa.Column("certificate_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("match", sa.String(40), nullable=True),
        sa.Column("match_confirmed", sa.Boolean(), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruled_out", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("joined_into", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("told", sa.String(40), nullable=True),
        sa.Column("told_to", sa.String(length=120), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user.id"], name=op.f("fk_death_notice_answered_by")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_death_notice_case_id")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user.id"], name=op.f("fk_death_notice_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["joined_into"], ["death_notice.id"], name=op.f("fk_death_notice_joined_into")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_death_notice_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_death_notice_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_death_notice")),
    )
    with op.batch_alter_table("death_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_death_notice_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_death_notice_died_on"), ["died_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_death_notice_full_name"), ["full_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_death_notice_nik"), ["nik"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_death_notice_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_death_notice_region_code"), ["region_code"], unique=False
        )

    op.create_table(
        "death_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("kpj", sa.String(length=11), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("died_at_place", sa.String(length=120), nullable=True),
        sa.Column("certificate_number", sa.String(length=60), nullable=True),
        sa.Column("certificate_on", sa.Date(), nullable=True),
        sa.Column("reporter_name", sa.String(length=120), nullable=True),
        sa.Column("reporter_reach", sa.String(length=120), nullable=True),
        sa.Column("reporter_relation", sa.String(length=60), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(length=20), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=True),
        sa.Column("session_hash", sa.String(length=64), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("row_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_death_report_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["death_notice.id"], name=op.f("fk_death_report_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_death_report_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_death_report_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_death_report")),
        sa.UniqueConstraint("reference", name=op.f("uq_death_report_reference")),
        sa.UniqueConstraint("request_key", name=op.f("uq_death_report_request_key")),
    )
    with op.batch_alter_table("death_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_death_report_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_death_report_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_death_report_recorded_at"), ["recorded_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_death_report_session_hash"), ["session_hash"], unique=False
        )

    op.create_table(
        "known_death",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["death_notice.id"], name=op.f("fk_known_death_notice_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_known_death_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_death")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_known_death_notice_id")),
    )
    with op.batch_alter_table("known_death", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_known_death_nik"), ["nik"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_known_death_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "past_payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_past_payment_amount_positive")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_past_payment_batch_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_past_payment_case_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_past_payment_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_payment")),
    )
    with op.batch_alter_table("past_payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_payment_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_past_payment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_past_payment_recipient_id"), ["recipient_id"], unique=False
        )

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_row", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("participant_id", existing_type=sa.Uuid(), nullable=True)

    protect("past_payment")


def downgrade() -> None:

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.alter_column("participant_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("batch_row")

    with op.batch_alter_table("past_payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_payment_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_past_payment_case_id"))
        batch_op.drop_index(batch_op.f("ix_past_payment_batch_id"))

    op.drop_table("past_payment")
    with op.batch_alter_table("known_death", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_known_death_participant_id"))
        batch_op.drop_index(batch_op.f("ix_known_death_nik"))

    op.drop_table("known_death")
    with op.batch_alter_table("death_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_death_report_session_hash"))
        batch_op.drop_index(batch_op.f("ix_death_report_recorded_at"))
        batch_op.drop_index(batch_op.f("ix_death_report_notice_id"))
        batch_op.drop_index(batch_op.f("ix_death_report_batch_id"))

    op.drop_table("death_report")
    with op.batch_alter_table("death_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_death_notice_region_code"))
        batch_op.drop_index(batch_op.f("ix_death_notice_participant_id"))
        batch_op.drop_index(batch_op.f("ix_death_notice_nik"))
        batch_op.drop_index(batch_op.f("ix_death_notice_full_name"))
        batch_op.drop_index(batch_op.f("ix_death_notice_died_on"))
        batch_op.drop_index(batch_op.f("ix_death_notice_case_id"))

    op.drop_table("death_notice")
