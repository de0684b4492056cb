"""cases: from the death to the payout"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "benefit_computation",
    "benefit_approval",
    "benefit_part",
    "receipt",
    "payout",
)


def upgrade() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("kpj", sa.String(length=11), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("payer", sa.String(40), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("programme", sa.String(40), nullable=False),
        sa.Column("segment", sa.String(40), nullable=False),
        sa.Column("months_contributed", sa.Integer(), nullable=True),
        sa.Column("wage", sa.BigInteger(), nullable=True),
        sa.Column("reporter_name", sa.String(length=120), nullable=False),
        sa.Column("reporter_relation", sa.String(length=60), nullable=False),
        sa.Column("reporter_phone", sa.String(length=20), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("turn", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["user.id"], name=op.f("fk_case_opened_by")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_case_participant_id")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_case_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_case_participant_id")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_case_year_serial")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_full_name"), ["full_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_region_code"), ["region_code"], unique=False)
    op.create_table(
        "benefit_computation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("programme", sa.String(40), nullable=False),
        sa.Column("segment", sa.String(40), nullable=False),
        sa.Column("months_contributed", sa.Integer(), nullable=True),
        sa.Column("wage", sa.BigInteger(), nullable=True),
        sa.Column("children", sa.JSON(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("scholarship", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_benefit_computation_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["user.id"], name=op.f("fk_benefit_computation_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_computation")),
        sa.UniqueConstraint(
            "case_id", "number", name=op.f("uq_benefit_computation_case_id_number")
        ),
    )
    with op.batch_alter_table("benefit_computation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_benefit_computation_case_id"), ["case_id"], unique=False
        )
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("receipt_number", sa.String(length=60), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_claim_case_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_claim_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_case_id"), ["case_id"], unique=False)
    op.create_table(
        "heir",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("nik", sa.String(length=16), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("is_recipient", sa.Boolean(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=True),
        sa.Column("school_level", sa.String(40), nullable=True),
        sa.Column("guardian_name", sa.String(length=120), nullable=True),
        sa.Column("guardian_nik", sa.String(length=16), nullable=True),
        sa.Column("guardian_proof", sa.String(length=200), nullable=True),
        sa.Column("guardian_until", sa.Date(), nullable=True),
        sa.Column("plan_outcome", sa.String(40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_heir_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heir")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_heir_case_id_position")),
    )
    with op.batch_alter_table("heir", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heir_case_id"), ["case_id"], unique=False)
    op.create_table(
        "paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("brings", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_paper_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("uq_paper_case_id_kind")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_case_id"), ["case_id"], unique=False)
    op.create_table(
        "access_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("code_sealed", sa.Text(), nullable=True),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("word_hash", sa.String(length=200), nullable=True),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["user.id"], name=op.f("fk_access_letter_issued_by")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_access_letter_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_letter")),
    )
    with op.batch_alter_table("access_letter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_letter_recipient_id"), ["recipient_id"], unique=False
        )
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("holder_name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("name_check", sa.String(40), nullable=False),
        sa.Column("name_checked_by", sa.Uuid(), nullable=True),
        sa.Column("name_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_account_bank_id")),
        sa.ForeignKeyConstraint(
            ["name_checked_by"], ["user.id"], name=op.f("fk_account_name_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_account_recipient_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_account_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "recipient_id", "bank_id", "number", name=op.f("uq_account_recipient_id_bank_id_number")
        ),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_bank_id"), ["bank_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_recipient_id"), ["recipient_id"], unique=False)
    op.create_table(
        "assisted_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_assisted_visit_recipient_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_recorded_by"], ["user.id"], name=op.f("fk_assisted_visit_signed_recorded_by")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_assisted_visit_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assisted_visit")),
    )
    with op.batch_alter_table("assisted_visit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assisted_visit_recipient_id"), ["recipient_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assisted_visit_user_id"), ["user_id"], unique=False)
    op.create_table(
        "benefit_approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("computation_id", sa.Uuid(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["computation_id"],
            ["benefit_computation.id"],
            name=op.f("fk_benefit_approval_computation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user.id"], name=op.f("fk_benefit_approval_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_approval")),
        sa.UniqueConstraint("computation_id", name=op.f("uq_benefit_approval_computation_id")),
    )
    op.create_table(
        "benefit_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("computation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("law", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["computation_id"],
            ["benefit_computation.id"],
            name=op.f("fk_benefit_part_computation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_part")),
        sa.UniqueConstraint(
            "computation_id", "position", name=op.f("uq_benefit_part_computation_id_position")
        ),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assisted_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(length=2000), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user.id"], name=op.f("fk_complaint_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["assisted_by"], ["user.id"], name=op.f("fk_complaint_assisted_by")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_complaint_case_id")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_complaint_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("request_key", name=op.f("uq_complaint_request_key")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complaint_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_complaint_recipient_id"), ["recipient_id"], unique=False
        )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assisted_by", sa.Uuid(), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["assisted_by"], ["user.id"], name=op.f("fk_receipt_assisted_by")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_receipt_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("request_key", name=op.f("uq_receipt_request_key")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_recipient_id"), ["recipient_id"], unique=False)
    op.create_table(
        "payout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "(amount > 0) = (reverses_id IS NULL)", name=op.f("ck_payout_negative_when_reversal")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payout_amount_not_zero")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_payout_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_payout_case_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["heir.id"], name=op.f("fk_payout_recipient_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_payout_recorded_by")),
        sa.ForeignKeyConstraint(["reverses_id"], ["payout.id"], name=op.f("fk_payout_reverses_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("request_key", name=op.f("uq_payout_request_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_payout_reverses_id")),
    )
    with op.batch_alter_table("payout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payout_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payout_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payout_recipient_id"), ["recipient_id"], unique=False)
    for table in APPEND_ONLY:
        protect(table)


def downgrade() -> None:
    op.drop_table("payout")
    op.drop_table("receipt")
    op.drop_table("complaint")
    op.drop_table("benefit_part")
    op.drop_table("benefit_approval")
    op.drop_table("assisted_visit")
    op.drop_table("account")
    op.drop_table("access_letter")
    op.drop_table("paper")
    op.drop_table("heir")
    op.drop_table("claim")
    op.drop_table("benefit_computation")
    op.drop_table("case")
