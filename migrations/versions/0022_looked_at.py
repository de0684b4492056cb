"""who looked at what came in a flood, of complaints and of deaths that were told"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("complaint", "death_notice")


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.add_column(sa.Column("checked_by", sa.Uuid(), nullable=True))
            batch_op.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{name}_checked_by"), "user", ["checked_by"], ["id"]
            )


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{name}_checked_by"), type_="foreignkey")
            batch_op.drop_column("checked_at")
            batch_op.drop_column("checked_by")
