"""photos families hand in of their own passbooks"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passbook_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("shows_on", sa.Date(), nullable=False),
        sa.Column("stored_name", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assisted_by", sa.Uuid(), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_passbook_photo_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["assisted_by"], ["user.id"], name=op.f("fk_passbook_photo_assisted_by")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_passbook_photo_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passbook_photo")),
        sa.UniqueConstraint("request_key", name=op.f("uq_passbook_photo_request_key")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_passbook_photo_stored_name")),
    )
    op.create_index(
        op.f("ix_passbook_photo_account_id"), "passbook_photo", ["account_id"], unique=False
    )
    op.create_index(
        op.f("ix_passbook_photo_recipient_id"), "passbook_photo", ["recipient_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_passbook_photo_recipient_id"), table_name="passbook_photo")
    op.drop_index(op.f("ix_passbook_photo_account_id"), table_name="passbook_photo")
    op.drop_table("passbook_photo")
