"""What each entry of the audit log is about, to find it by."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0023_log"
down_revision = "0022_tickets"
branch_labels = None
depends_on = None

BATCH = 1000


def upgrade() -> None:
    op.create_table(
        "audit_subject",
        sa.Column("thing_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_subject_entry_id_audit_entry")
        ),
        sa.PrimaryKeyConstraint("thing_id", "entry_id", name=op.f("pk_audit_subject")),
    )
    op.create_index("ix_audit_entry_name_id", "audit_entry", ["name", "id"])
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    entry = sa.table(
        "audit_entry", sa.column("id"), sa.column("actor_id"), sa.column("payload", sa.Text)
    )
    subject = sa.table("audit_subject", sa.column("thing_id"), sa.column("entry_id"))
    columns = (entry.c.id, entry.c.actor_id, sa.cast(entry.c.payload, sa.Text))
    last = 0
    while True:
        query = sa.select(*columns).where(entry.c.id > last).order_by(entry.c.id).limit(BATCH)
        found = connection.execute(query).all()
        if not found:
            return
        rows = [
            {"thing_id": thing_id, "entry_id": row[0]}
            for row in found
            for thing_id in _things(row[1], json.loads(row[2]))
        ]
        if rows:
            connection.execute(subject.insert(), rows)
        last = found[-1][0]


def _things(actor_id: int | None, payload: dict) -> set[int]:
    found = {actor_id}
    for name, value in payload.items():
        if name.endswith("_id"):
            found.add(value)
        elif name.endswith("_ids"):
            found.update(value or ())
    return {one for one in found if isinstance(one, int)}


def downgrade() -> None:
    op.drop_index("ix_audit_entry_at", table_name="audit_entry")
    op.drop_index("ix_audit_entry_name_id", table_name="audit_entry")
    op.drop_table("audit_subject")
