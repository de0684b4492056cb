"""from which day a period of keeping counts: the taking back of the consent, or the case's end

The column is added as it is: on SQLite a rebuild would lose the triggers of an append-only table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "retention_period",
        sa.Column("begins", sa.String(40), server_default="pencabutan", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("retention_period", "begins")
