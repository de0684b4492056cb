"""who took an applied bank file back, when and why"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bank_file") as table:
        table.add_column(sa.Column("undone_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("undo_reason", sa.String(length=300), nullable=True))
        table.create_foreign_key(op.f("fk_bank_file_undone_by"), "user", ["undone_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("bank_file") as table:
        table.drop_constraint(op.f("fk_bank_file_undone_by"), type_="foreignkey")
        table.drop_column("undo_reason")
        table.drop_column("undone_at")
        table.drop_column("undone_by")
