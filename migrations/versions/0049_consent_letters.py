"""requests for consent that came back signed: what was ticked on them, and their photos"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("by_thumb", sa.Boolean(), nullable=False),
        sa.Column("first_witness", sa.String(length=120), nullable=True),
        sa.Column("second_witness", sa.String(length=120), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_consent_letter_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["heir.id"], name=op.f("fk_consent_letter_recipient_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_consent_letter_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_letter")),
        sa.UniqueConstraint("document_id", name=op.f("uq_consent_letter_document_id")),
    )
    op.create_index(op.f("ix_consent_letter_recipient_id"), "consent_letter", ["recipient_id"])
    op.create_table(
        "consent_letter_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_consent_letter_answer_consent_id")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["consent_letter.id"], name=op.f("fk_consent_letter_answer_letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_letter_answer")),
        sa.UniqueConstraint(
            "letter_id", "kind", name=op.f("uq_consent_letter_answer_letter_id_kind")
        ),
    )
    op.create_index(
        op.f("ix_consent_letter_answer_consent_id"), "consent_letter_answer", ["consent_id"]
    )
    op.create_table(
        "consent_letter_scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("stored_name", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["consent_letter.id"], name=op.f("fk_consent_letter_scan_letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_letter_scan")),
        sa.UniqueConstraint(
            "letter_id", "position", name=op.f("uq_consent_letter_scan_letter_id_position")
        ),
        sa.UniqueConstraint("stored_name", name=op.f("uq_consent_letter_scan_stored_name")),
    )
    for table in ("consent_letter", "consent_letter_answer", "consent_letter_scan"):
        protect(table)


def downgrade() -> None:
    op.drop_table("consent_letter_scan")
    op.drop_index(op.f("ix_consent_letter_answer_consent_id"), table_name="consent_letter_answer")
    op.drop_table("consent_letter_answer")
    op.drop_index(op.f("ix_consent_letter_recipient_id"), table_name="consent_letter")
    op.drop_table("consent_letter")
