"""an account is found by its number and its bank at once"""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_account_number_bank_id"), "account", ["number", "bank_id"])
    op.drop_index(op.f("ix_account_number"), table_name="account")


def downgrade() -> None:
    op.create_index(op.f("ix_account_number"), "account", ["number"])
    op.drop_index(op.f("ix_account_number_bank_id"), table_name="account")
