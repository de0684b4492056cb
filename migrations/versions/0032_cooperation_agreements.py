"""agreements with partner banks, and their branches and products with dated terms

No agreement is made here: until the Dinas writes one down, an officer of that bank sees nothing.
"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_branch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_bank_branch_bank_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_branch")),
    )
    with op.batch_alter_table("bank_branch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_branch_bank_id"), ["bank_id"], unique=False)

    op.create_table(
        "bank_product",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("contract", sa.String(40), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_bank_product_bank_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_product")),
        sa.UniqueConstraint("bank_id", "name", name=op.f("uq_bank_product_bank_id_name")),
    )
    with op.batch_alter_table("bank_product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bank_product_bank_id"), ["bank_id"], unique=False)

    op.create_table(
        "bank_product_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("nisbah", sa.Integer(), nullable=True),
        sa.Column("fee_month", sa.BigInteger(), nullable=True),
        sa.Column("minimum_opening", sa.BigInteger(), nullable=True),
        sa.Column("minimum_balance", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "nisbah BETWEEN 0 AND 10000", name=op.f("ck_bank_product_term_nisbah_possible")
        ),
        sa.CheckConstraint(
            "rate BETWEEN 0 AND 10000", name=op.f("ck_bank_product_term_rate_possible")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["bank_product.id"], name=op.f("fk_bank_product_term_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_bank_product_term_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_product_term")),
    )
    with op.batch_alter_table("bank_product_term", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bank_product_term_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "cooperation_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bank_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("parties", sa.String(length=300), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.String(length=300), nullable=True),
        sa.Column("stored_name", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("file_type", sa.String(length=10), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_reason IS NULL)",
            name=op.f("ck_cooperation_agreement_ended_early_with_reason"),
        ),
        sa.CheckConstraint(
            "ends >= starts", name=op.f("ck_cooperation_agreement_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_cooperation_agreement_bank_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["user.id"], name=op.f("fk_cooperation_agreement_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_cooperation_agreement_region_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_agreement")),
        sa.UniqueConstraint(
            "bank_id", "number", name=op.f("uq_cooperation_agreement_bank_id_number")
        ),
    )
    with op.batch_alter_table("cooperation_agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cooperation_agreement_bank_id"), ["bank_id"], unique=False
        )

    op.create_table(
        "cooperation_data",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("data", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["cooperation_agreement.id"],
            name=op.f("fk_cooperation_data_agreement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_data")),
        sa.UniqueConstraint(
            "agreement_id", "data", name=op.f("uq_cooperation_data_agreement_id_data")
        ),
    )
    protect("bank_product_term")


def downgrade() -> None:
    op.drop_table("cooperation_data")
    with op.batch_alter_table("cooperation_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cooperation_agreement_bank_id"))

    op.drop_table("cooperation_agreement")
    with op.batch_alter_table("bank_product_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_product_term_product_id"))

    op.drop_table("bank_product_term")
    with op.batch_alter_table("bank_product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_product_bank_id"))

    op.drop_table("bank_product")
    with op.batch_alter_table("bank_branch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_branch_bank_id"))

    op.drop_table("bank_branch")
