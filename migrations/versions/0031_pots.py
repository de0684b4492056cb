"""a pot is the same in every version of a plan, and a pledge can point at it

The pots of the plans there are get theirs by their words, those without a name by their place.
Pledges of earlier days point at none: their words tell, as before.
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLES = ("plan_line", "pledge")
_plan = sa.table(
    "plan", sa.column("id", sa.Uuid), sa.column("recipient_id", sa.Uuid), sa.column("number")
)
_line = sa.table(
    "plan_line",
    sa.column("id", sa.Uuid),
    sa.column("plan_id", sa.Uuid),
    sa.column("kind"),
    sa.column("position"),
    sa.column("label"),
    sa.column("pot_id", sa.Uuid),
)
_pot = sa.table("pot", sa.column("id", sa.Uuid), sa.column("recipient_id", sa.Uuid))


def upgrade() -> None:
    op.create_table(
        "pot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["heir.id"], name=op.f("fk_pot_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot")),
    )
    op.create_index(op.f("ix_pot_recipient_id"), "pot", ["recipient_id"])
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("pot_id", sa.Uuid(), nullable=True))
            table.create_foreign_key(op.f(f"fk_{name}_pot_id"), "pot", ["pot_id"], ["id"])
            table.create_index(op.f(f"ix_{name}_pot_id"), ["pot_id"])
    _begin_pots(op.get_bind())


def _begin_pots(connection: sa.Connection) -> None:
    rows = connection.execute(
        sa.select(_line.c.id, _line.c.label, _line.c.position, _plan.c.recipient_id, _plan.c.number)
        .join(_plan, _plan.c.id == _line.c.plan_id)
        .where(_line.c.kind == "simpanan")
        .order_by(_plan.c.number, _line.c.position)
    ).all()
    pots = {}
    taken = set()
    for row in rows:
        words = " ".join((row.label or "").split()).casefold()
        key = (row.recipient_id, words or row.position)
        # Two pots of one version that are called the same are two.
        while (key, row.number) in taken:
            key = (*key, row.position)
        taken.add((key, row.number))
        if key not in pots:
            pots[key] = uuid4()
            connection.execute(sa.insert(_pot).values(id=pots[key], recipient_id=row.recipient_id))
        connection.execute(sa.update(_line).where(_line.c.id == row.id).values(pot_id=pots[key]))


def downgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_index(op.f(f"ix_{name}_pot_id"))
            table.drop_constraint(op.f(f"fk_{name}_pot_id"), type_="foreignkey")
            table.drop_column("pot_id")
    op.drop_index(op.f("ix_pot_recipient_id"), "pot")
    op.drop_table("pot")
