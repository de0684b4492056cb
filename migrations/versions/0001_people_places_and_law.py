"""people, places, banks and law; the audit trail"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import forget_function, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit_event",)


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(40), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("assisted_by", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
        sa.UniqueConstraint("sequence", name=op.f("uq_audit_event_sequence")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_subject_id"), ["subject_id"], unique=False)
    op.create_table(
        "bank",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("national_code", sa.String(length=3), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_partner", sa.Boolean(), nullable=False),
        sa.Column("is_sharia", sa.Boolean(), nullable=False),
        sa.Column("account_digits", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank")),
        sa.UniqueConstraint("code", name=op.f("uq_bank_code")),
    )
    op.create_table(
        "category",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("code", name=op.f("uq_category_code")),
    )
    op.create_table(
        "holiday_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_holiday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_change")),
        sa.UniqueConstraint("day", name=op.f("uq_holiday_change_day")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=13), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("parent_code", sa.String(length=13), nullable=True),
        sa.Column("bps_code", sa.String(length=10), nullable=True),
        sa.Column("bi_code", sa.String(length=4), nullable=True),
        sa.Column("postcode", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["region.code"], name=op.f("fk_region_parent_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", name=op.f("uq_region_code")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_parent_code"), ["parent_code"], unique=False)
    op.create_table(
        "regulation_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("issuer_region", sa.String(length=13), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation_version")),
        sa.UniqueConstraint("code", "starts", name=op.f("uq_regulation_version_code_starts")),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("nik_missing_reason", sa.String(length=200), nullable=True),
        sa.Column("kpj", sa.String(length=11), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(40), nullable=True),
        sa.Column("segment", sa.String(40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("payer", sa.String(40), nullable=False),
        sa.Column("months_contributed", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "months_contributed >= 0", name=op.f("ck_participant_months_not_negative")
        ),
        sa.CheckConstraint(
            "nik IS NOT NULL OR nik_missing_reason IS NOT NULL",
            name=op.f("ck_participant_nik_or_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["category"], ["category.code"], name=op.f("fk_participant_category")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_participant_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("kpj", name=op.f("uq_participant_kpj")),
        sa.UniqueConstraint("nik", name=op.f("uq_participant_nik")),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_full_name"), ["full_name"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_participant_region_code"), ["region_code"], unique=False
        )
    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("region", sa.String(length=13), nullable=True),
        sa.Column("bank_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_user_bank_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
    )
    for table in APPEND_ONLY:
        protect(table)


def downgrade() -> None:
    op.drop_table("user")
    op.drop_table("participant")
    op.drop_table("regulation_version")
    op.drop_table("region")
    op.drop_table("holiday_change")
    op.drop_table("category")
    op.drop_table("bank")
    op.drop_table("audit_event")
    forget_function()
