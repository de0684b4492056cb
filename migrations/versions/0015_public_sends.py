"""what is sent through the public forms is counted by address and hour, beside no report"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_send",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_send")),
    )
    with op.batch_alter_table("public_send", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_send_sent_at"), ["sent_at"], unique=False)
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("to_check", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("death_report", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("to_check", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.drop_index(batch_op.f("ix_death_report_session_hash"))
        batch_op.drop_column("session_hash")


def downgrade() -> None:
    with op.batch_alter_table("death_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("session_hash", sa.String(length=64), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_death_report_session_hash"), ["session_hash"], unique=False
        )
        batch_op.drop_column("to_check")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_column("to_check")
    op.drop_table("public_send")
