"""Conflicts of interest that were taken back, and who declared those that stand"""

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0072_withdrawn_conflicts"
down_revision = "0071_override"
branch_labels = None
depends_on = None
TABLE = "withdrawn_conflict"
CONFLICT = "conflict_of_interest"
AT_ONCE = timedelta(minutes=1)  # a conflict and the end of the assignment were written together


def upgrade() -> None:
    with op.batch_alter_table(CONFLICT) as batch:
        batch.add_column(sa.Column("declared_by_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("ended", sa.JSON(), nullable=False, server_default="[]"))
        batch.create_foreign_key(
            f"fk_{CONFLICT}_declared_by_id_person", "person", ["declared_by_id"], ["id"]
        )
        batch.create_index(f"ix_{CONFLICT}_declared_by_id", ["declared_by_id"])
    _fill_in()
    with op.batch_alter_table(CONFLICT) as batch:
        batch.alter_column("ended", server_default=None)
    instant = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("juror_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(600), nullable=False),
        sa.Column("declared_at", instant, nullable=False),
        sa.Column("declared_by_id", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", instant, nullable=False),
        sa.Column("withdrawn_by_id", sa.BigInteger(), nullable=False),
        sa.Column("grounds", sa.String(600), nullable=False),
        sa.CheckConstraint(
            "declared_by_id <> withdrawn_by_id", name=op.f(f"ck_{TABLE}_two_people")
        ),
        _key("juror_id", "juror"),
        _key("proposal_id", "proposal"),
        _key("declared_by_id", "person"),
        _key("withdrawn_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
    )
    for column in ("juror_id", "proposal_id", "declared_by_id", "withdrawn_by_id"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{TABLE}_{column}_{target}")


def _fill_in() -> None:
    """Name as declarer the juror, or who confirmed; of what an organiser entered nobody is known.

    What a conflict ended is what ended as it was written.
    """
    conflict, juror, suggestion, assignment = _tables()
    connection = op.get_bind()
    own = sa.select(juror.c.person_id).where(juror.c.id == conflict.c.juror_id)
    confirmed = sa.select(sa.func.min(suggestion.c.answered_by_id)).where(
        suggestion.c.juror_id == conflict.c.juror_id,
        suggestion.c.proposal_id == conflict.c.proposal_id,
        suggestion.c.state == "confirmed",
    )
    for source, who in (("juror", own), ("confirmed", confirmed)):
        known = conflict.update().where(conflict.c.source == source)
        connection.execute(known.values(declared_by_id=who.scalar_subquery()))
    pairs = sa.select(
        conflict.c.id, conflict.c.declared_at, assignment.c.id, assignment.c.recused_at
    ).where(
        assignment.c.juror_id == conflict.c.juror_id,
        assignment.c.proposal_id == conflict.c.proposal_id,
        assignment.c.recused_at.is_not(None),
    )
    for key, ended in _ended(connection.execute(pairs)).items():
        connection.execute(conflict.update().where(conflict.c.id == key).values(ended=ended))


def _ended(rows: Iterable[sa.Row[tuple[int, object, int, object]]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, declared_at, assignment_id, recused_at in rows:
        if abs(recused_at - declared_at) <= AT_ONCE:
            found.setdefault(key, []).append(assignment_id)
    return found


def _tables() -> list[sa.TableClause]:
    instant = sa.DateTime(timezone=True)
    number = sa.BigInteger()
    pair = ("juror_id", "proposal_id")
    columns = {
        CONFLICT: {
            "declared_by_id": number,
            "source": sa.String(),
            "declared_at": instant,
            "ended": sa.JSON(),
        },
        "juror": {"person_id": number},
        "conflict_suggestion": {"state": sa.String(), "answered_by_id": number},
        "assignment": {"recused_at": instant},
    }
    return [
        sa.table(
            name,
            sa.column("id", number),
            *(sa.column(one, number) for one in (pair if name != "juror" else ())),
            *(sa.column(key, kind) for key, kind in more.items()),
        )
        for name, more in columns.items()
    ]


def downgrade() -> None:
    op.drop_table(TABLE)
    with op.batch_alter_table(CONFLICT) as batch:
        batch.drop_index(f"ix_{CONFLICT}_declared_by_id")
        batch.drop_constraint(f"fk_{CONFLICT}_declared_by_id_person", type_="foreignkey")
        batch.drop_column("ended")
        batch.drop_column("declared_by_id")
