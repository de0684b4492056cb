"""what a debt costs a month, a child's level and yearly need, what a pot is to hold"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COLUMNS = (
    ("costs_monthly", sa.BigInteger()),
    ("school_level", sa.String(40)),
    ("yearly_need", sa.BigInteger()),
    ("target", sa.BigInteger()),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("plan_line", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("plan_line") as table:
        for name, _kind in COLUMNS:
            table.drop_column(name)
