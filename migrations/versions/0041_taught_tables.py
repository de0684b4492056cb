"""taught shapes of a bank's tables, and the days each account's part of a file tells of"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_file_profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("shape", sa.JSON(), nullable=False),
        sa.Column("taught_by", sa.Uuid(), nullable=True),
        sa.Column("taught_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)",
            name=op.f("ck_bank_file_profile_ended_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_bank_file_profile_bank_id")
        ),
        sa.ForeignKeyConstraint(
            ["taught_by"], ["user.id"], name=op.f("fk_bank_file_profile_taught_by")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["user.id"], name=op.f("fk_bank_file_profile_ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_file_profile")),
        sa.UniqueConstraint(
            "bank_id", "name", "revision", name=op.f("uq_bank_file_profile_bank_id_name_revision")
        ),
    )
    op.create_index(op.f("ix_bank_file_profile_bank_id"), "bank_file_profile", ["bank_id"])
    with op.batch_alter_table("bank_file") as table:
        table.add_column(sa.Column("profile_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_bank_file_profile_id"), "bank_file_profile", ["profile_id"], ["id"]
        )
        table.create_index(op.f("ix_bank_file_profile_id"), ["profile_id"])
    op.add_column("bank_section", sa.Column("first_on", sa.Date(), nullable=True))
    op.add_column("bank_section", sa.Column("next_on", sa.Date(), nullable=True))
    _tell_days()


def _tell_days() -> None:
    """Of what was stored before only the lines say which days it told of."""
    last = 'max("on") + 1'
    if op.get_bind().dialect.name == "sqlite":
        last = "date(max(\"on\"), '+1 day')"
    lines = "FROM bank_line WHERE bank_line.section_id = bank_section.id"
    op.execute(f'UPDATE bank_section SET first_on = (SELECT min("on") {lines})')  # noqa: S608
    op.execute(f"UPDATE bank_section SET next_on = (SELECT {last} {lines})")  # noqa: S608


def downgrade() -> None:
    op.drop_column("bank_section", "next_on")
    op.drop_column("bank_section", "first_on")
    with op.batch_alter_table("bank_file") as table:
        table.drop_index(op.f("ix_bank_file_profile_id"))
        table.drop_constraint(op.f("fk_bank_file_profile_id"), type_="foreignkey")
        table.drop_column("profile_id")
    op.drop_table("bank_file_profile")
