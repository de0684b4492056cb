"""of what batch a bank line is a part, and whether the bank marks it as a reversal

Columns are added as they are: on SQLite a rebuild would lose the triggers of an append-only table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

INDEX = "ix_bank_line_batch"


def upgrade() -> None:
    op.add_column("bank_line", sa.Column("batch_hash", sa.String(length=64), nullable=True))
    op.add_column(
        "bank_line",
        sa.Column("takes_back", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    named = sa.text("batch_hash IS NOT NULL")
    op.create_index(
        INDEX,
        "bank_line",
        ["account_id", "batch_hash"],
        sqlite_where=named,
        postgresql_where=named,
    )


def downgrade() -> None:
    op.drop_index(INDEX, table_name="bank_line")
    op.drop_column("bank_line", "takes_back")
    op.drop_column("bank_line", "batch_hash")
