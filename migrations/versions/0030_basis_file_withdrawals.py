"""why a file of a legal basis was taken away"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "basis_file_withdrawal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("basis_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["basis_id"], ["legal_basis.id"], name=op.f("fk_basis_file_withdrawal_basis_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["user.id"], name=op.f("fk_basis_file_withdrawal_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basis_file_withdrawal")),
    )
    with op.batch_alter_table("basis_file_withdrawal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_basis_file_withdrawal_basis_id"), ["basis_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("basis_file_withdrawal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_basis_file_withdrawal_basis_id"))

    op.drop_table("basis_file_withdrawal")
