"""periods of keeping, what was erased by them, and the door for it in the triggers of bank lines

A bank line is append-only still. Inside a transaction that declared an erasure, by a row no commit
lets stand, it can lose its text and hash, or go where nothing hangs on it; the rest is refused.
"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import (
    allow_erasure,
    forget_erasure_functions,
    protect,
    refuse_erasure,
)

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# What an erased line keeps: the family's own record hangs on the row.
KEPT = ("id", "section_id", "account_id", "on", "direction", "amount", "occurrence")


def upgrade() -> None:
    op.create_table(
        "erasure_seal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("id IS NULL", name=op.f("ck_erasure_seal_always_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_seal")),
    )
    op.create_table(
        "erasure_declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seal_id"],
            ["erasure_seal.id"],
            name=op.f("fk_erasure_declaration_seal_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_declaration")),
    )
    op.create_table(
        "retention_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("law", sa.String(length=300), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_retention_period_days_positive")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_retention_period_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["user.id"], name=op.f("fk_retention_period_registered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_period")),
    )
    with op.batch_alter_table("retention_period", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_period_region_code"), ["region_code"], unique=False
        )

    op.create_table(
        "retention_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("lines_deleted", sa.Integer(), nullable=False),
        sa.Column("lines_emptied", sa.Integer(), nullable=False),
        sa.Column("balances", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"], ["retention_period.id"], name=op.f("fk_retention_run_period_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_retention_run_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    with op.batch_alter_table("retention_run", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_run_region_code"), ["region_code"], unique=False
        )

    op.create_table(
        "retention_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("held_by", sa.Uuid(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("release_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_retention_hold_case_id")),
        sa.ForeignKeyConstraint(["held_by"], ["user.id"], name=op.f("fk_retention_hold_held_by")),
        sa.ForeignKeyConstraint(
            ["released_by"], ["user.id"], name=op.f("fk_retention_hold_released_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_hold")),
    )
    with op.batch_alter_table("retention_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_hold_case_id"), ["case_id"], unique=False)

    op.create_table(
        "retention_erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("balances", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_retention_erasure_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["retention_run.id"], name=op.f("fk_retention_erasure_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_erasure")),
    )
    with op.batch_alter_table("retention_erasure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_retention_erasure_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_retention_erasure_run_id"), ["run_id"], unique=False)

    for table in ("retention_period", "retention_run", "retention_erasure"):
        protect(table)
    allow_erasure(
        "bank_line", kept=KEPT, emptied="NEW.text = '' AND NEW.content_hash LIKE 'erased:%'"
    )


def downgrade() -> None:
    refuse_erasure("bank_line")
    forget_erasure_functions()
    with op.batch_alter_table("retention_erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_erasure_run_id"))
        batch_op.drop_index(batch_op.f("ix_retention_erasure_account_id"))

    op.drop_table("retention_erasure")
    with op.batch_alter_table("retention_hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_hold_case_id"))

    op.drop_table("retention_hold")
    with op.batch_alter_table("retention_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_run_region_code"))

    op.drop_table("retention_run")
    with op.batch_alter_table("retention_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_period_region_code"))

    op.drop_table("retention_period")
    op.drop_table("erasure_declaration")
    op.drop_table("erasure_seal")
