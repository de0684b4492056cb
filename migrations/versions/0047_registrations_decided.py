"""who said whose a registered account is"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account_registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decided_as", sa.String(40), nullable=True))
    op.execute(
        "UPDATE account_registration SET decided_as = "
        "CASE WHEN decided_by IS NULL THEN 'nobody' ELSE 'staff' END "
        "WHERE decided_at IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("account_registration", schema=None) as batch_op:
        batch_op.drop_column("decided_as")
