"""the day on the signed paper a plan was keyed in from"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("paper_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("plan") as table:
        table.drop_column("paper_on")
