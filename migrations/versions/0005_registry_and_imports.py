"""the desk's registry: months paid, files taken in, who handles a case"""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_map",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_column_map_region_code")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["user.id"], name=op.f("fk_column_map_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_map")),
        sa.UniqueConstraint(
            "kind", "source", "region_code", name=op.f("uq_column_map_kind_source_region_code")
        ),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("stored_name", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("sheet", sa.String(length=80), nullable=True),
        sa.Column("header_row", sa.Integer(), nullable=True),
        sa.Column("column_map", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("rows_in", sa.Integer(), nullable=False),
        sa.Column("rows_new", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("rows_same", sa.Integer(), nullable=False),
        sa.Column("rows_refused", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undo_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applied_by"], ["user.id"], name=op.f("fk_import_batch_applied_by")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_import_batch_region_code")
        ),
        sa.ForeignKeyConstraint(["undone_by"], ["user.id"], name=op.f("fk_import_batch_undone_by")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user.id"], name=op.f("fk_import_batch_uploaded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_sha256"), ["sha256"], unique=False)

    op.create_table(
        "import_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_import_row_batch_id_number")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_row_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("payer", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_contribution_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_contribution_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_contribution_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint(
            "participant_id",
            "month",
            "payer",
            "batch_id",
            "occurrence",
            name="uq_contribution_once",
        ),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_contribution_month_payer", ["month", "payer", "participant_id"], unique=False
        )

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("died_at_place", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("certificate_number", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("certificate_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("assigned_to", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("batch_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_case_assigned_to"), ["assigned_to"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_batch_id"), ["batch_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_case_batch_id"), "import_batch", ["batch_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_case_assigned_to"), "user", ["assigned_to"], ["id"]
        )

    protect("contribution")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("stopped_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("stop_reason", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("batch_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_participant_batch_id"), ["batch_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_participant_batch_id"), "import_batch", ["batch_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_participant_batch_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_participant_batch_id"))
        batch_op.drop_column("batch_id")
        batch_op.drop_column("stop_reason")
        batch_op.drop_column("stopped_on")
        batch_op.drop_column("member_since")

    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_case_assigned_to"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_case_batch_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_case_batch_id"))
        batch_op.drop_index(batch_op.f("ix_case_assigned_to"))
        batch_op.drop_column("batch_id")
        batch_op.drop_column("assigned_to")
        batch_op.drop_column("certificate_on")
        batch_op.drop_column("certificate_number")
        batch_op.drop_column("died_at_place")

    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index("ix_contribution_month_payer")
        batch_op.drop_index(batch_op.f("ix_contribution_batch_id"))

    op.drop_table("contribution")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_row_batch_id"))

    op.drop_table("import_row")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_sha256"))

    op.drop_table("import_batch")
    op.drop_table("column_map")
