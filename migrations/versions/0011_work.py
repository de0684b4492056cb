"""notes, hand-overs to colleagues, visits after the payout, warnings decided"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "warning",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("subject_user_id", sa.Uuid(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_warning_decided_by")),
        sa.ForeignKeyConstraint(
            ["subject_user_id"], ["user.id"], name=op.f("fk_warning_subject_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_warning_kind_key")),
    )
    with op.batch_alter_table("warning", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_warning_subject_user_id"), ["subject_user_id"], unique=False
        )

    op.create_table(
        "case_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("handed_to", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_note_case_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["case_note.id"], name=op.f("fk_case_note_corrects_id")
        ),
        sa.ForeignKeyConstraint(["handed_to"], ["user.id"], name=op.f("fk_case_note_handed_to")),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_case_note_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_case_note_corrects_id")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_note_handed_to"), ["handed_to"], unique=False)

    op.create_table(
        "warning_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warning_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_warning_case_case_id")),
        sa.ForeignKeyConstraint(
            ["warning_id"], ["warning.id"], name=op.f("fk_warning_case_warning_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_case")),
        sa.UniqueConstraint(
            "warning_id", "case_id", name=op.f("uq_warning_case_warning_id_case_id")
        ),
    )
    with op.batch_alter_table("warning_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warning_case_case_id"), ["case_id"], unique=False)

    op.create_table(
        "follow_up_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("place", sa.String(40), nullable=True),
        sa.Column("from_paper", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("well", sa.String(length=1000), nullable=True),
        sa.Column("still_arrived", sa.String(40), nullable=True),
        sa.Column("keeps_card", sa.String(40), nullable=True),
        sa.Column("plan_now", sa.String(40), nullable=True),
        sa.Column("scholarship_now", sa.String(40), nullable=True),
        sa.Column("needs", sa.String(length=1000), nullable=True),
        sa.Column("next_step", sa.String(length=1000), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by_family", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NULL) = (done_on IS NULL)",
            name=op.f("ck_follow_up_visit_done_with_outcome"),
        ),
        sa.ForeignKeyConstraint(["done_by"], ["user.id"], name=op.f("fk_follow_up_visit_done_by")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_follow_up_visit_recipient_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_follow_up_visit_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_visit")),
        sa.UniqueConstraint(
            "recipient_id", "month", name=op.f("uq_follow_up_visit_recipient_id_month")
        ),
    )
    with op.batch_alter_table("follow_up_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_visit_due_on"), ["due_on"], unique=False)

    op.create_table(
        "own_membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("heir_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("kpj", sa.String(length=11), nullable=True),
        sa.Column("member_since", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["heir_id"], ["heir.id"], name=op.f("fk_own_membership_heir_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_own_membership_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_membership")),
        sa.UniqueConstraint("heir_id", name=op.f("uq_own_membership_heir_id")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("name_differs", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    protect("case_note")
    # Who opened a case handles it first; rows of an old spreadsheet were opened by nobody.
    op.execute(
        'UPDATE "case" SET assigned_to = opened_by WHERE assigned_to IS NULL AND batch_id IS NULL'
    )


def downgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("name_differs")

    op.drop_table("own_membership")
    with op.batch_alter_table("follow_up_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_visit_due_on"))

    op.drop_table("follow_up_visit")
    with op.batch_alter_table("warning_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warning_case_case_id"))

    op.drop_table("warning_case")
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_handed_to"))
        batch_op.drop_index(batch_op.f("ix_case_note_case_id"))

    op.drop_table("case_note")
    with op.batch_alter_table("warning", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warning_subject_user_id"))

    op.drop_table("warning")
