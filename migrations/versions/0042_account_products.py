"""which product of its bank an account is of, said by the officer"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_product",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_product_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["bank_product.id"], name=op.f("fk_account_product_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_account_product_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_product")),
    )
    op.create_index(op.f("ix_account_product_account_id"), "account_product", ["account_id"])
    protect("account_product")


def downgrade() -> None:
    op.drop_table("account_product")
