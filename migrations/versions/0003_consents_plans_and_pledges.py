"""consents, plans, pledges and what banks answered"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("bank_answer",)


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("scope", sa.String(40), nullable=True),
        sa.Column("words_version", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_with", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_with", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["given_with"], ["user.id"], name=op.f("fk_consent_given_with")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_consent_recipient_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_with"], ["user.id"], name=op.f("fk_consent_revoked_with")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_recipient_id"), ["recipient_id"], unique=False)
        batch_op.create_index(
            "uq_consent_live",
            ["recipient_id", "kind"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reached", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("household_members", sa.Integer(), nullable=True),
        sa.Column("school_children", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suggestion", sa.BigInteger(), nullable=True),
        sa.Column("suggestion_basis", sa.JSON(), nullable=True),
        sa.Column("assisted_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("household_members >= 1", name=op.f("ck_plan_somebody")),
        sa.ForeignKeyConstraint(["assisted_by"], ["user.id"], name=op.f("fk_plan_assisted_by")),
        sa.ForeignKeyConstraint(["recipient_id"], ["heir.id"], name=op.f("fk_plan_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("recipient_id", "number", name=op.f("uq_plan_recipient_id_number")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_recipient_id"), ["recipient_id"], unique=False)
    op.create_table(
        "plan_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("monthly", sa.BigInteger(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_plan_line_amount_positive")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_line_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
        sa.UniqueConstraint(
            "plan_id", "kind", "position", name=op.f("uq_plan_line_plan_id_kind_position")
        ),
    )
    with op.batch_alter_table("plan_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_line_plan_id"), ["plan_id"], unique=False)
    op.create_table(
        "pledge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("goal", sa.String(length=80), nullable=True),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assisted_by", sa.Uuid(), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_pledge_amount_positive")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pledge_account_id")),
        sa.ForeignKeyConstraint(["assisted_by"], ["user.id"], name=op.f("fk_pledge_assisted_by")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_pledge_plan_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["heir.id"], name=op.f("fk_pledge_recipient_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["pledge.id"], name=op.f("fk_pledge_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("code", name=op.f("uq_pledge_code")),
        sa.UniqueConstraint("request_key", name=op.f("uq_pledge_request_key")),
    )
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_recipient_id"), ["recipient_id"], unique=False)
    op.create_table(
        "bank_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("asked_amount", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(40), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user.id"], name=op.f("fk_bank_answer_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_bank_answer_pledge_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["bank_answer.id"], name=op.f("fk_bank_answer_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_answer")),
        sa.UniqueConstraint(
            "request_key", "pledge_id", name=op.f("uq_bank_answer_request_key_pledge_id")
        ),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_bank_answer_reverses_id")),
    )
    with op.batch_alter_table("bank_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_answer_pledge_id"), ["pledge_id"], unique=False)
    for table in APPEND_ONLY:
        protect(table)


def downgrade() -> None:
    op.drop_table("bank_answer")
    op.drop_table("pledge")
    op.drop_table("plan_line")
    op.drop_table("plan")
    op.drop_table("consent")
