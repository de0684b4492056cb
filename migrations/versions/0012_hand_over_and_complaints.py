"""hand-over of the santunan, the second question, complaints from outside"""

import secrets
import uuid
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

APPEND_ONLY = ("complaint_event", "receipt_check")
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# Complaints of before had no day to be answered by: they get three weeks from the day they came.
DAYS = 21


def upgrade() -> None:
    _widen_complaints()
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("occasion", sa.String(40), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("officials", sa.String(length=500), nullable=True),
        sa.Column("notes", sa.String(length=1000), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=True),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["planned_by"], ["user.id"], name=op.f("fk_hand_over_planned_by")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_hand_over_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_hand_over_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_over_planned_on"), ["planned_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_hand_over_region_code"), ["region_code"], unique=False)

    op.create_table(
        "hand_over_witness",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hand_over_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["hand_over_id"], ["hand_over.id"], name=op.f("fk_hand_over_witness_hand_over_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_witness")),
        sa.UniqueConstraint(
            "hand_over_id", "position", name=op.f("uq_hand_over_witness_hand_over_id_position")
        ),
    )
    with op.batch_alter_table("hand_over_witness", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hand_over_witness_hand_over_id"), ["hand_over_id"], unique=False
        )

    op.create_table(
        "hand_over_family",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hand_over_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_hand_over_family_case_id")),
        sa.ForeignKeyConstraint(
            ["hand_over_id"], ["hand_over.id"], name=op.f("fk_hand_over_family_hand_over_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_family")),
        sa.UniqueConstraint(
            "hand_over_id", "case_id", name=op.f("uq_hand_over_family_hand_over_id_case_id")
        ),
    )
    with op.batch_alter_table("hand_over_family", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_over_family_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_hand_over_family_hand_over_id"), ["hand_over_id"], unique=False
        )

    op.create_table(
        "complaint_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("referred_to", sa.String(40), nullable=True),
        sa.Column("outside_number", sa.String(length=60), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_complaint_event_by")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_event_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_event")),
    )
    with op.batch_alter_table("complaint_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_event_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "receipt_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("fk_receipt_check_asked_by")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_receipt_check_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_receipt_check_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_check")),
        sa.UniqueConstraint("request_key", name=op.f("uq_receipt_check_request_key")),
    )
    with op.batch_alter_table("receipt_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_check_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_receipt_check_recipient_id"), ["recipient_id"], unique=False
        )

    for table in APPEND_ONLY:
        protect(table)
    _begin_histories()


def _widen_complaints() -> None:
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("region_code", sa.String(length=13), nullable=True))
        batch_op.add_column(sa.Column("typed_case_number", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("channel", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("instance", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("reporter_name", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("reporter_contact", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("received_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("recorded_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("code_hash", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("failed_attempts", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True))
    _fill_complaints()
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        for name, kind in (
            ("number", sa.String(length=20)),
            ("region_code", sa.String(length=13)),
            ("channel", sa.String(40)),
            ("instance", sa.String(40)),
            ("received_on", sa.Date()),
            ("due_on", sa.Date()),
            ("failed_attempts", sa.Integer()),
        ):
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.alter_column("case_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("recipient_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index(batch_op.f("ix_complaint_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_opened_at"), ["opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_region_code"), ["region_code"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_complaint_number"), ["number"])
        batch_op.create_foreign_key(
            batch_op.f("fk_complaint_recorded_by"), "user", ["recorded_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_complaint_region_code"), "region", ["region_code"], ["code"]
        )


_complaint = sa.table(
    "complaint",
    sa.column("id", sa.Uuid()),
    sa.column("case_id", sa.Uuid()),
    sa.column("about", sa.String()),
    sa.column("state", sa.String()),
    sa.column("answer", sa.String()),
    sa.column("answered_by", sa.Uuid()),
    sa.column("answered_at", sa.DateTime(timezone=True)),
    sa.column("opened_at", sa.DateTime(timezone=True)),
    sa.column("number", sa.String()),
    sa.column("region_code", sa.String()),
    sa.column("channel", sa.String()),
    sa.column("instance", sa.String()),
    sa.column("received_on", sa.Date()),
    sa.column("due_on", sa.Date()),
    sa.column("failed_attempts", sa.Integer()),
)
_case = sa.table("case", sa.column("id", sa.Uuid()), sa.column("region_code", sa.String()))
_event = sa.table(
    "complaint_event",
    sa.column("id", sa.Uuid()),
    sa.column("complaint_id", sa.Uuid()),
    sa.column("deed", sa.String()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("by", sa.Uuid()),
    sa.column("note", sa.String()),
    sa.column("days", sa.Integer()),
    sa.column("in_time", sa.Boolean()),
)


def _fill_complaints() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(
            _complaint.c.id, _complaint.c.about, _complaint.c.opened_at, _case.c.region_code
        ).join(_case, _case.c.id == _complaint.c.case_id)
    ).all()
    for row in rows:
        drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
        received_on = (row.opened_at + timedelta(hours=8)).date()
        connection.execute(
            sa.update(_complaint)
            .where(_complaint.c.id == row.id)
            .values(
                number=f"LP-{drawn[:4]}-{drawn[4:]}",
                region_code=row.region_code,
                channel="layanan",
                instance="inspektorat" if row.about == "petugas" else "kepala_bidang",
                received_on=received_on,
                due_on=received_on + timedelta(days=DAYS),
                failed_attempts=0,
            )
        )


def _begin_histories() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(_complaint)).all():
        opened = {
            "id": uuid.uuid4(),
            "complaint_id": row.id,
            "deed": "dibuka",
            "at": row.opened_at,
            "by": None,
            "note": None,
            "days": None,
            "in_time": None,
        }
        connection.execute(sa.insert(_event).values(opened))
        if row.answered_at is not None:
            answered = {
                "id": uuid.uuid4(),
                "deed": "dijawab",
                "at": row.answered_at,
                "by": row.answered_by,
                "note": row.answer,
                "days": max(0, (row.answered_at - row.opened_at).days),
                "in_time": (row.answered_at + timedelta(hours=8)).date() <= row.due_on,
            }
            connection.execute(sa.insert(_event).values({**opened, **answered}))


def downgrade() -> None:

    with op.batch_alter_table("receipt_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_check_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_receipt_check_asked_by"))

    op.drop_table("receipt_check")
    with op.batch_alter_table("complaint_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_event_complaint_id"))

    op.drop_table("complaint_event")
    with op.batch_alter_table("hand_over_family", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_over_family_hand_over_id"))
        batch_op.drop_index(batch_op.f("ix_hand_over_family_case_id"))

    op.drop_table("hand_over_family")
    with op.batch_alter_table("hand_over_witness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_over_witness_hand_over_id"))

    op.drop_table("hand_over_witness")
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_over_region_code"))
        batch_op.drop_index(batch_op.f("ix_hand_over_planned_on"))

    op.drop_table("hand_over")
    # What the old table cannot hold: complaints without a case or without a recipient.
    op.execute(sa.text("DELETE FROM complaint WHERE case_id IS NULL OR recipient_id IS NULL"))
    op.execute(sa.text("UPDATE complaint SET state = 'terbuka' WHERE state = 'banding'"))
    op.execute(sa.text("UPDATE complaint SET state = 'dijawab' WHERE state = 'ditutup'"))
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_complaint_recorded_by"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_complaint_region_code"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_complaint_number"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_complaint_region_code"))
        batch_op.drop_index(batch_op.f("ix_complaint_opened_at"))
        batch_op.drop_index(batch_op.f("ix_complaint_due_on"))
        batch_op.alter_column("recipient_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("case_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("locked_until")
        batch_op.drop_column("failed_attempts")
        batch_op.drop_column("code_hash")
        batch_op.drop_column("appealed_at")
        batch_op.drop_column("recorded_by")
        batch_op.drop_column("due_on")
        batch_op.drop_column("received_on")
        batch_op.drop_column("reporter_contact")
        batch_op.drop_column("reporter_name")
        batch_op.drop_column("instance")
        batch_op.drop_column("channel")
        batch_op.drop_column("typed_case_number")
        batch_op.drop_column("region_code")
        batch_op.drop_column("number")
