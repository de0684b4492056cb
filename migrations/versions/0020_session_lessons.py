"""which lessons a session shows, and how many answered right before and after"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "learning_session", sa.Column("lessons", sa.JSON(), server_default="[]", nullable=False)
    )
    op.create_table(
        "learning_session_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_learning_session_answers_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["learning_session.id"],
            name=op.f("fk_learning_session_answers_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_session_answers")),
        sa.UniqueConstraint("session_id", name=op.f("uq_learning_session_answers_session_id")),
    )


def downgrade() -> None:
    op.drop_table("learning_session_answers")
    op.drop_column("learning_session", "lessons")
