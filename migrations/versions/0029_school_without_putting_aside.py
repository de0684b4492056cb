"""a child's school need that the scholarship pays, so that nothing is put aside for it"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

NAME = "ck_plan_line_amount_positive"


def upgrade() -> None:
    _replace("amount > 0 OR (amount = 0 AND kind = 'sekolah')")


def downgrade() -> None:
    # What the old table cannot hold.
    op.execute(sa.text("DELETE FROM plan_line WHERE amount = 0"))
    _replace("amount > 0")


def _replace(condition: str) -> None:
    with op.batch_alter_table("plan_line", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(NAME), type_="check")
        batch_op.create_check_constraint(batch_op.f(NAME), condition)
