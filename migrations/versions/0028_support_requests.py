"""help to begin again that a family asks for"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("wish", sa.String(length=300), nullable=True),
        sa.Column("by_family", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_support_request_recipient_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_support_request_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_request")),
    )
    with op.batch_alter_table("support_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_support_request_recipient_id"), ["recipient_id"], unique=False
        )
        batch_op.create_index(
            "uq_support_request_open",
            ["recipient_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state IN ('diminta', 'dihubungi')"),
            postgresql_where=sa.text("state IN ('diminta', 'dihubungi')"),
        )

    op.create_table(
        "support_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_support_step_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name=op.f("fk_support_step_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_step")),
    )
    with op.batch_alter_table("support_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_support_step_request_id"), ["request_id"], unique=False
        )


def downgrade() -> None:

    with op.batch_alter_table("support_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_step_request_id"))

    op.drop_table("support_step")
    with op.batch_alter_table("support_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_support_request_open",
            sqlite_where=sa.text("state IN ('diminta', 'dihubungi')"),
            postgresql_where=sa.text("state IN ('diminta', 'dihubungi')"),
        )
        batch_op.drop_index(batch_op.f("ix_support_request_recipient_id"))

    op.drop_table("support_request")
