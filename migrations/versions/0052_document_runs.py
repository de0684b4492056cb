"""runs of documents: one kind for every recipient of a place, row by row"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sheet", sa.String(40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_for", sa.String(40), nullable=True),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("bundle_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bundle_asked_by", sa.Uuid(), nullable=True),
        sa.Column("bundle_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["user.id"], name=op.f("fk_document_run_asked_by")),
        sa.ForeignKeyConstraint(
            ["bundle_asked_by"], ["user.id"], name=op.f("fk_document_run_bundle_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_document_run_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_run")),
        sa.UniqueConstraint("request_key", name=op.f("uq_document_run_request_key")),
    )
    with op.batch_alter_table("document_run", schema=None) as batch:
        batch.create_index(batch.f("ix_document_run_region_code"), ["region_code"], unique=False)

    op.create_table(
        "document_run_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_position", sa.Integer(), nullable=False),
        sa.Column("last_position", sa.Integer(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("stored_name", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["document_run.id"], name=op.f("fk_document_run_part_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_run_part")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_document_run_part_run_id_number")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_document_run_part_stored_name")),
    )
    op.create_table(
        "document_run_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_run_row_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["heir.id"],
            name=op.f("fk_document_run_row_recipient_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_document_run_row_region_code")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["document_run.id"], name=op.f("fk_document_run_row_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_run_row")),
        sa.UniqueConstraint("document_id", name=op.f("uq_document_run_row_document_id")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_document_run_row_run_id_position")),
        sa.UniqueConstraint(
            "run_id", "recipient_id", name=op.f("uq_document_run_row_run_id_recipient_id")
        ),
    )
    with op.batch_alter_table("document_run_row", schema=None) as batch:
        batch.create_index(batch.f("ix_document_run_row_holder"), ["holder"], unique=False)
        batch.create_index(
            "ix_document_run_row_run_id_state", ["run_id", "state", "position"], unique=False
        )


def downgrade() -> None:
    op.drop_table("document_run_row")
    op.drop_table("document_run_part")
    op.drop_table("document_run")
