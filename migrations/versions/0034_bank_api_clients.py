"""systems of banks, their tokens, and how often they call"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_client",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("client_key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("old_secret_hash", sa.String(length=64), nullable=True),
        sa.Column("old_secret_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_reason IS NULL)",
            name=op.f("ck_api_client_ended_with_reason"),
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_api_client_bank_id")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_api_client_created_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["user.id"], name=op.f("fk_api_client_ended_by")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_api_client_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("client_key", name=op.f("uq_api_client_client_key")),
        sa.UniqueConstraint("user_id", name=op.f("uq_api_client_user_id")),
    )
    op.create_index(op.f("ix_api_client_bank_id"), "api_client", ["bank_id"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name=op.f("fk_api_token_client_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_client_id"), "api_token", ["client_id"], unique=False)
    op.create_index(op.f("ix_api_token_expires_at"), "api_token", ["expires_at"], unique=False)

    op.create_table(
        "api_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("window_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name=op.f("fk_api_use_client_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_use")),
        sa.UniqueConstraint("client_id", "window_at", name=op.f("uq_api_use_client_id_window_at")),
    )
    op.create_index(op.f("ix_api_use_window_at"), "api_use", ["window_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_api_use_window_at"), table_name="api_use")

    op.drop_table("api_use")
    op.drop_index(op.f("ix_api_token_expires_at"), table_name="api_token")
    op.drop_index(op.f("ix_api_token_client_id"), table_name="api_token")

    op.drop_table("api_token")
    op.drop_index(op.f("ix_api_client_bank_id"), table_name="api_client")

    op.drop_table("api_client")
