"""two records of one person, put together"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            "ix_participant_merged_into_id",
            ["merged_into_id"],
            unique=False,
            sqlite_where=MERGED,
            postgresql_where=MERGED,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_participant_merged_into_id"), "participant", ["merged_into_id"], ["id"]
        )
    with op.batch_alter_table("correction_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("other_participant_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("moved", sa.JSON(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_correction_request_other_participant_id"),
            ["other_participant_id"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_correction_request_other_participant_id"),
            "participant",
            ["other_participant_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("correction_request", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_correction_request_other_participant_id"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_correction_request_other_participant_id"))
        batch_op.drop_column("moved")
        batch_op.drop_column("other_participant_id")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_participant_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_participant_merged_into_id", sqlite_where=MERGED, postgresql_where=MERGED
        )
        batch_op.drop_column("merged_into_id")
