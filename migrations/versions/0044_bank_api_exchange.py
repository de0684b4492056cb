"""keys, registered accounts, mismatches and webhooks of banks' systems"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_client_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("pem", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["user.id"], name=op.f("fk_api_client_key_added_by")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name=op.f("fk_api_client_key_client_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client_key")),
    )
    op.create_index(
        op.f("ix_api_client_key_client_id"), "api_client_key", ["client_id"], unique=False
    )

    op.create_table(
        "api_external_id",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("external_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name=op.f("fk_api_external_id_client_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_external_id")),
        sa.UniqueConstraint(
            "client_id",
            "on",
            "external_id",
            name=op.f("uq_api_external_id_client_id_on_external_id"),
        ),
    )
    op.create_index(op.f("ix_api_external_id_on"), "api_external_id", ["on"], unique=False)

    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("secret", sa.String(length=300), nullable=False),
        sa.Column("old_secret", sa.String(length=300), nullable=True),
        sa.Column("old_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name=op.f("fk_webhook_endpoint_client_id")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["user.id"], name=op.f("fk_webhook_endpoint_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoint")),
        sa.UniqueConstraint("client_id", name=op.f("uq_webhook_endpoint_client_id")),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("failure", sa.String(40), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoint.id"], name=op.f("fk_webhook_delivery_endpoint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint(
            "endpoint_id",
            "sequence",
            "subject_id",
            name=op.f("uq_webhook_delivery_endpoint_id_sequence_subject_id"),
        ),
    )
    op.create_index(
        op.f("ix_webhook_delivery_endpoint_id"), "webhook_delivery", ["endpoint_id"], unique=False
    )
    op.create_index(
        "ix_webhook_delivery_state_due_at", "webhook_delivery", ["state", "due_at"], unique=False
    )

    op.create_table(
        "bank_mismatch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user.id"], name=op.f("fk_bank_mismatch_answered_by")
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_bank_mismatch_bank_id")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name=op.f("fk_bank_mismatch_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_bank_mismatch_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_mismatch")),
    )
    op.create_index(op.f("ix_bank_mismatch_bank_id"), "bank_mismatch", ["bank_id"], unique=False)
    op.create_index(
        op.f("ix_bank_mismatch_recipient_id"), "bank_mismatch", ["recipient_id"], unique=False
    )

    op.create_table(
        "account_registration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("holder_name", sa.String(length=120), nullable=True),
        sa.Column("branch", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_registration_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_account_registration_bank_id")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["api_client.id"], name=op.f("fk_account_registration_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user.id"], name=op.f("fk_account_registration_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_account_registration_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_registration")),
    )
    op.create_index(
        op.f("ix_account_registration_bank_id"), "account_registration", ["bank_id"], unique=False
    )
    op.create_index(
        op.f("ix_account_registration_recipient_id"),
        "account_registration",
        ["recipient_id"],
        unique=False,
    )

    with op.batch_alter_table("api_client", schema=None) as batch_op:
        batch_op.add_column(sa.Column("snap_secret", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("old_snap_secret", sa.String(length=300), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("api_client", schema=None) as batch_op:
        batch_op.drop_column("old_snap_secret")
        batch_op.drop_column("snap_secret")

    op.drop_index(op.f("ix_account_registration_recipient_id"), table_name="account_registration")
    op.drop_index(op.f("ix_account_registration_bank_id"), table_name="account_registration")

    op.drop_table("account_registration")
    op.drop_index(op.f("ix_bank_mismatch_recipient_id"), table_name="bank_mismatch")
    op.drop_index(op.f("ix_bank_mismatch_bank_id"), table_name="bank_mismatch")

    op.drop_table("bank_mismatch")
    op.drop_index("ix_webhook_delivery_state_due_at", table_name="webhook_delivery")
    op.drop_index(op.f("ix_webhook_delivery_endpoint_id"), table_name="webhook_delivery")

    op.drop_table("webhook_delivery")
    op.drop_table("webhook_endpoint")
    op.drop_index(op.f("ix_api_external_id_on"), table_name="api_external_id")

    op.drop_table("api_external_id")
    op.drop_index(op.f("ix_api_client_key_client_id"), table_name="api_client_key")

    op.drop_table("api_client_key")
