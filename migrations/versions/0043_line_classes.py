"""what each bank line is, who said so, whose it is, and what was confirmed by one click

What was said of a line goes with it when its account is erased: a row may go, none may change.
"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_erasure, protect

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "line_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user.id"], name=op.f("fk_line_decision_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["bank_line.id"], name=op.f("fk_line_decision_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["line_decision.id"], name=op.f("fk_line_decision_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_decision")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_line_decision_reverses_id")),
    )
    op.create_index(op.f("ix_line_decision_line_id"), "line_decision", ["line_id"])
    _protect("line_decision")
    op.create_table(
        "line_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_line_event_by")),
        sa.ForeignKeyConstraint(["line_id"], ["bank_line.id"], name=op.f("fk_line_event_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_event")),
    )
    op.create_index(op.f("ix_line_event_line_id"), "line_event", ["line_id"])
    _protect("line_event")
    op.create_table(
        "line_owner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["bank_line.id"], name=op.f("fk_line_owner_line_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_line_owner_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_owner")),
        sa.UniqueConstraint("line_id", name=op.f("uq_line_owner_line_id")),
    )
    op.create_index(op.f("ix_line_owner_user_id"), "line_owner", ["user_id"])
    _create_standings()
    # Not in a batch: that would rebuild a table whose rows must not be written again.
    op.add_column("match", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_match_batch_id"), "match", ["batch_id"])


def _protect(table: str) -> None:
    protect(table)
    allow_erasure(table, kept=("id", "line_id"), emptied="1 = 0")


def _create_standings() -> None:
    op.create_table(
        "line_standing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("cause", sa.String(40), nullable=True),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("payout_id", sa.Uuid(), nullable=True),
        sa.Column("pledge_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_line_standing_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["bank_line.id"], name=op.f("fk_line_standing_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["bank_line.id"], name=op.f("fk_line_standing_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payout.id"], name=op.f("fk_line_standing_payout_id")
        ),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_line_standing_pledge_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_standing")),
        sa.UniqueConstraint("line_id", name=op.f("uq_line_standing_line_id")),
    )
    op.create_index(op.f("ix_line_standing_account_id"), "line_standing", ["account_id"])
    op.create_index(op.f("ix_line_standing_kind"), "line_standing", ["kind"])
    op.create_table(
        "sorted_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sorted_account_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sorted_account")),
        sa.UniqueConstraint("account_id", name=op.f("uq_sorted_account_account_id")),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_match_batch_id"), "match")
    op.drop_column("match", "batch_id")
    op.drop_table("sorted_account")
    op.drop_table("line_standing")
    op.drop_table("line_owner")
    op.drop_table("line_event")
    op.drop_table("line_decision")
    if op.get_bind().dialect.name == "postgresql":
        for table in ("line_event", "line_decision"):
            op.execute(f"DROP FUNCTION IF EXISTS refuse_more_than_erasure_{table}()")
