"""learning sessions, who is invited and who came"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("leader_id", sa.Uuid(), nullable=False),
        sa.Column("notes", sa.String(length=1000), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=True),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["user.id"], name=op.f("fk_learning_session_leader_id")
        ),
        sa.ForeignKeyConstraint(
            ["planned_by"], ["user.id"], name=op.f("fk_learning_session_planned_by")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_learning_session_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_learning_session_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_session")),
        sa.UniqueConstraint("request_key", name=op.f("uq_learning_session_request_key")),
    )
    with op.batch_alter_table("learning_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_session_planned_on"), ["planned_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_learning_session_region_code"), ["region_code"], unique=False
        )

    op.create_table(
        "learning_session_family",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_learning_session_family_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_learning_session_family_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_session_family")),
        sa.UniqueConstraint("session_id", "case_id", name="uq_session_family_once"),
    )
    with op.batch_alter_table("learning_session_family", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_session_family_case_id"), ["case_id"], unique=False
        )

    op.create_table(
        "learning_session_recipient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("heir_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["heir_id"], ["heir.id"], name=op.f("fk_learning_session_recipient_heir_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_learning_session_recipient_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_session_recipient")),
        sa.UniqueConstraint("session_id", "heir_id", name="uq_session_recipient_once"),
    )
    with op.batch_alter_table("learning_session_recipient", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_session_recipient_heir_id"), ["heir_id"], unique=False
        )


def downgrade() -> None:

    with op.batch_alter_table("learning_session_recipient", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_session_recipient_heir_id"))

    op.drop_table("learning_session_recipient")
    with op.batch_alter_table("learning_session_family", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_session_family_case_id"))

    op.drop_table("learning_session_family")
    with op.batch_alter_table("learning_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_session_region_code"))
        batch_op.drop_index(batch_op.f("ix_learning_session_planned_on"))

    op.drop_table("learning_session")
