"""statements by the day they reach to: which months were told is asked of the last year's"""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

INDEX = "ix_bank_section_next_on"


def upgrade() -> None:
    op.create_index(INDEX, "bank_section", ["next_on"])


def downgrade() -> None:
    op.drop_index(INDEX, table_name="bank_section")
