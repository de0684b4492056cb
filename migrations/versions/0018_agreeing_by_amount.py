"""who agreed to a correction that asks for more than one person"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# Table, what was agreed to, and where that stands.
TABLES = (
    ("benefit_assent", "computation_id", "benefit_computation"),
    ("correction_assent", "request_id", "correction_request"),
)


def upgrade() -> None:
    for table, column, target in TABLES:
        op.create_table(
            table,
            sa.Column("id", sa.Uuid(), nullable=False),
            sa.Column(column, sa.Uuid(), nullable=False),
            sa.Column("decided_by", sa.Uuid(), nullable=False),
            sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}")),
            sa.ForeignKeyConstraint(
                ["decided_by"], ["user.id"], name=op.f(f"fk_{table}_decided_by")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint(column, "decided_by", name=op.f(f"uq_{table}_{column}_decided_by")),
        )
        protect(table)


def downgrade() -> None:
    for table, _column, _target in TABLES:
        op.drop_table(table)
