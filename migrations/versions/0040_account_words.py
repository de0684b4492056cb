"""what banks say of accounts themselves, and the days caseworkers ask about"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_word",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(40), nullable=True),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_word_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["account_word.id"], name=op.f("fk_account_word_reverses_id")
        ),
        sa.ForeignKeyConstraint(["said_by"], ["user.id"], name=op.f("fk_account_word_said_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_word")),
        sa.UniqueConstraint("request_key", name=op.f("uq_account_word_request_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_account_word_reverses_id")),
    )
    op.create_index(
        op.f("ix_account_word_account_id"), "account_word", ["account_id"], unique=False
    )
    op.create_table(
        "answer_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_answer_request_account_id")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("fk_answer_request_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_request")),
        sa.UniqueConstraint("account_id", "on", name=op.f("uq_answer_request_account_id_on")),
    )
    op.create_index(
        op.f("ix_answer_request_account_id"), "answer_request", ["account_id"], unique=False
    )
    protect("account_word")
    protect("answer_request")


def downgrade() -> None:
    op.drop_index(op.f("ix_answer_request_account_id"), table_name="answer_request")
    op.drop_table("answer_request")
    op.drop_index(op.f("ix_account_word_account_id"), table_name="account_word")
    op.drop_table("account_word")
