"""the family's own word that it looked at its balance"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "balance_word",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assisted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assisted_by"], ["user.id"], name=op.f("fk_balance_word_assisted_by")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_balance_word_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance_word")),
        sa.UniqueConstraint(
            "recipient_id", "month", name=op.f("uq_balance_word_recipient_id_month")
        ),
    )
    op.create_index(
        op.f("ix_balance_word_recipient_id"), "balance_word", ["recipient_id"], unique=False
    )
    protect("balance_word")


def downgrade() -> None:
    op.drop_index(op.f("ix_balance_word_recipient_id"), table_name="balance_word")
    op.drop_table("balance_word")
