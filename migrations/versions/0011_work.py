"""notes, hand-overs to colleagues, visits after the payout, warnings decided"""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
