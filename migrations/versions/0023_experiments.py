"""which wording of a reminder helps: experiments, and the wording each family got"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "experiment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("wordings", sa.JSON(), nullable=False),
        sa.Column("families", sa.Integer(), nullable=False),
        sa.Column("expected_percent", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ethics_number", sa.String(length=80), nullable=True),
        sa.Column("ethics_body", sa.String(length=120), nullable=True),
        sa.Column("ethics_on", sa.Date(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=300), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_experiment_changed_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["user.id"], name=op.f("fk_experiment_ended_by")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_experiment_region_code")
        ),
        sa.ForeignKeyConstraint(["started_by"], ["user.id"], name=op.f("fk_experiment_started_by")),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_experiment_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment")),
        sa.UniqueConstraint("request_key", name=op.f("uq_experiment_request_key")),
    )
    with op.batch_alter_table("experiment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_experiment_region_code"), ["region_code"], unique=False
        )
        batch_op.create_index(
            "uq_experiment_running",
            ["topic", "region_code"],
            unique=True,
            sqlite_where=sa.text("state = 'berjalan'"),
            postgresql_where=sa.text("state = 'berjalan'"),
        )

    op.create_table(
        "experiment_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("experiment_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("variant", sa.String(40), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_experiment_assignment_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["experiment_id"],
            ["experiment.id"],
            name=op.f("fk_experiment_assignment_experiment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiment_assignment")),
        sa.UniqueConstraint("experiment_id", "case_id", name="uq_experiment_family_once"),
    )
    with op.batch_alter_table("experiment_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_experiment_assignment_case_id"), ["case_id"], unique=False
        )

    protect("experiment_assignment")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("experiment_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_message_experiment_id"), "experiment", ["experiment_id"], ["id"]
        )


def downgrade() -> None:

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_message_experiment_id"), type_="foreignkey")
        batch_op.drop_column("experiment_id")

    with op.batch_alter_table("experiment_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_experiment_assignment_case_id"))

    op.drop_table("experiment_assignment")
    with op.batch_alter_table("experiment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_experiment_running",
            sqlite_where=sa.text("state = 'berjalan'"),
            postgresql_where=sa.text("state = 'berjalan'"),
        )
        batch_op.drop_index(batch_op.f("ix_experiment_region_code"))

    op.drop_table("experiment")
