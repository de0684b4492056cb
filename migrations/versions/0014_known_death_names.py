"""names and desa of deaths known without a case; the NIK of a case is looked up"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("known_death", schema=None) as batch_op:
        batch_op.add_column(sa.Column("full_name", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("region_code", sa.String(length=13), nullable=True))
    op.execute(
        "UPDATE known_death SET"
        " full_name = (SELECT n.full_name FROM death_notice n WHERE n.id = notice_id),"
        " region_code = (SELECT n.region_code FROM death_notice n WHERE n.id = notice_id)"
    )
    with op.batch_alter_table("known_death", schema=None) as batch_op:
        batch_op.alter_column("full_name", existing_type=sa.String(length=120), nullable=False)
        batch_op.alter_column("region_code", existing_type=sa.String(length=13), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_known_death_region_code"), "region", ["region_code"], ["code"]
        )
    op.create_index(op.f("ix_case_nik"), "case", ["nik"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_case_nik"), table_name="case")
    with op.batch_alter_table("known_death", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_known_death_region_code"), type_="foreignkey")
        batch_op.drop_column("region_code")
        batch_op.drop_column("full_name")
