"""in whose name the account of a pot or a pledge is to be"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("plan_line", "pledge")


def upgrade() -> None:
    for name in TABLES:
        op.add_column(name, sa.Column("in_name_of", sa.String(40), nullable=True))


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("in_name_of")
