"""how far a large bank file is applied"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "bank_file", sa.Column("portions_done", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("bank_file", sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("bank_file", "worked_at")
    op.drop_column("bank_file", "portions_done")
