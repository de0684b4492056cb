"""documents of the office, of a period, on F4, and with whose key they were signed"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signing_certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("pem", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_certificate")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_signing_certificate_fingerprint")),
    )
    with op.batch_alter_table("document", schema=None) as batch:
        batch.add_column(sa.Column("region_code", sa.String(length=13), nullable=True))
        batch.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("period_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("period_to", sa.Date(), nullable=True))
        batch.add_column(sa.Column("sheet", sa.String(40), server_default="a4", nullable=False))
        batch.add_column(sa.Column("certificate_id", sa.Uuid(), nullable=True))
        batch.alter_column("case_id", existing_type=sa.Uuid(), nullable=True)
        batch.alter_column("recipient_id", existing_type=sa.Uuid(), nullable=True)
        batch.create_index(batch.f("ix_document_region_code"), ["region_code"])
        batch.create_foreign_key(
            batch.f("fk_document_region_code"), "region", ["region_code"], ["code"]
        )
        batch.create_foreign_key(
            batch.f("fk_document_certificate_id"), "signing_certificate", ["certificate_id"], ["id"]
        )
        batch.create_check_constraint(
            batch.f("ck_document_has_owner"), "recipient_id IS NOT NULL OR region_code IS NOT NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("document", schema=None) as batch:
        batch.drop_constraint(batch.f("ck_document_has_owner"), type_="check")
        batch.drop_constraint(batch.f("fk_document_certificate_id"), type_="foreignkey")
        batch.drop_constraint(batch.f("fk_document_region_code"), type_="foreignkey")
        batch.drop_index(batch.f("ix_document_region_code"))
        batch.alter_column("recipient_id", existing_type=sa.Uuid(), nullable=False)
        batch.alter_column("case_id", existing_type=sa.Uuid(), nullable=False)
        for name in ("certificate_id", "sheet", "period_to", "period_from", "subject_id"):
            batch.drop_column(name)
        batch.drop_column("region_code")
    op.drop_table("signing_certificate")
