"""Checkpoints: what gates control and how often; which way a scan went, and what its phone told"""

import sqlalchemy as sa
from alembic import op

revision = "0086_checkpoints"
down_revision = "0085_waiting_list"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
# Gates that are there belong to one entrance for each event.
ENTRANCES = """
    INSERT INTO checkpoint (id, event_id, name, kind, entries, has_exit, is_exclusive)
    SELECT min(id), event_id, 'Entrance', 'venue', 'once', false, false FROM gate GROUP BY event_id
"""
OF_GATES = """
    UPDATE gate SET checkpoint_id =
        (SELECT id FROM checkpoint WHERE checkpoint.event_id = gate.event_id)
"""
OF_ADMISSIONS = """
    UPDATE admission SET checkpoint_id =
        (SELECT checkpoint_id FROM gate WHERE gate.id = admission.gate_id)
"""
# Going back, a ticket has the first of its entries alone.
FIRST_ALONE = """
    DELETE FROM admission WHERE EXISTS (
        SELECT 1 FROM admission AS other WHERE other.ticket_id = admission.ticket_id
        AND (other.admitted_at, other.scan_client_id)
            < (admission.admitted_at, admission.scan_client_id)
    )
"""


def _key(
    table: str, column: str, target: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def upgrade() -> None:
    _make_checkpoints()
    op.execute(ENTRANCES)
    _link_gates()
    _tell_more_of_scans()
    _let_admissions_be_many()
    _make_settled_clashes()


def _make_checkpoints() -> None:
    name = "checkpoint"
    op.create_table(
        name,
        _number("id"),
        _number("event_id"),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("entries", sa.String(10), nullable=False),
        sa.Column("has_exit", sa.Boolean(), nullable=False),
        sa.Column("is_exclusive", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_checkpoint_capacity_positive")),
        sa.CheckConstraint(
            "entries IN ('once', 'daily', 'any')", name=op.f("ck_checkpoint_entries_known")
        ),
        sa.CheckConstraint(
            "kind IN ('venue', 'room', 'session', 'meal', 'trip')",
            name=op.f("ck_checkpoint_kind_known"),
        ),
        _key(name, "event_id", "event"),
        _key(name, "session_id", "event_session", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_checkpoint"),
        sa.UniqueConstraint("event_id", "name", name="uq_checkpoint_event_name"),
    )
    op.create_index("ix_checkpoint_session_id", name, ["session_id"])
    for what in ("ticket_type", "add_on"):
        link, column = f"checkpoint_{what}", f"{what}_id"
        op.create_table(
            link,
            _number("checkpoint_id"),
            _number(column),
            _key(link, "checkpoint_id", "checkpoint"),
            _key(link, column, what),
            sa.PrimaryKeyConstraint("checkpoint_id", column, name=f"pk_{link}"),
        )
        op.create_index(f"ix_{link}_{column}", link, [column])


def _make_settled_clashes() -> None:
    name = "settled_clash"
    op.create_table(
        name,
        _number("event_id"),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("settled_at", INSTANT, nullable=False),
        _key(name, "event_id", "event"),
        _key(name, "person_id", "person"),
        sa.PrimaryKeyConstraint("event_id", "key", name="pk_settled_clash"),
    )


def _link_gates() -> None:
    op.add_column("gate", sa.Column("checkpoint_id", sa.BigInteger(), nullable=True))
    op.execute(OF_GATES)
    with op.batch_alter_table("gate") as table:
        table.alter_column("checkpoint_id", existing_type=sa.BigInteger(), nullable=False)
        table.create_foreign_key(
            "fk_gate_checkpoint_id_checkpoint", "checkpoint", ["checkpoint_id"], ["id"]
        )
        table.create_index("ix_gate_checkpoint_id", ["checkpoint_id"])


def _tell_more_of_scans() -> None:
    with op.batch_alter_table("scan") as table:
        table.add_column(sa.Column("direction", sa.String(3), nullable=False, server_default="in"))
        table.add_column(sa.Column("told", sa.String(10), nullable=False, server_default=""))
        table.add_column(sa.Column("sequence", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_scan_direction_known"), "direction IN ('in', 'out')")
        table.create_check_constraint(
            op.f("ck_scan_told_known"), "told IN ('', 'green', 'amber', 'red')"
        )
    with op.batch_alter_table("scanner_device") as table:
        table.add_column(sa.Column("seen_at", INSTANT, nullable=True))
        table.add_column(sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(
            sa.Column("clock_fault_ms", sa.BigInteger(), nullable=False, server_default="0")
        )
    for name, columns in (
        ("scan", ("direction", "told")),
        ("scanner_device", ("waiting", "clock_fault_ms")),
    ):
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)


def _let_admissions_be_many() -> None:
    op.add_column("admission", sa.Column("checkpoint_id", sa.BigInteger(), nullable=True))
    op.add_column(
        "admission", sa.Column("occasion", sa.String(20), nullable=False, server_default="")
    )
    op.execute(OF_ADMISSIONS)
    with op.batch_alter_table("admission") as table:
        table.alter_column("checkpoint_id", existing_type=sa.BigInteger(), nullable=False)
        table.alter_column("occasion", server_default=None)
        table.drop_constraint("pk_admission", type_="primary")
        table.create_primary_key("pk_admission", ["ticket_id", "checkpoint_id", "occasion"])
        table.create_foreign_key(
            "fk_admission_checkpoint_id_checkpoint", "checkpoint", ["checkpoint_id"], ["id"]
        )
        table.create_index("ix_admission_checkpoint_id", ["checkpoint_id"])


def downgrade() -> None:
    op.execute(FIRST_ALONE)
    with op.batch_alter_table("admission") as table:
        table.drop_index("ix_admission_checkpoint_id")
        table.drop_constraint("fk_admission_checkpoint_id_checkpoint", type_="foreignkey")
        table.drop_constraint("pk_admission", type_="primary")
        table.create_primary_key("pk_admission", ["ticket_id"])
        table.drop_column("checkpoint_id")
        table.drop_column("occasion")
    with op.batch_alter_table("scanner_device") as table:
        for column in ("seen_at", "waiting", "clock_fault_ms"):
            table.drop_column(column)
    with op.batch_alter_table("scan") as table:
        table.drop_constraint(op.f("ck_scan_told_known"), type_="check")
        table.drop_constraint(op.f("ck_scan_direction_known"), type_="check")
        for column in ("direction", "told", "sequence"):
            table.drop_column(column)
    with op.batch_alter_table("gate") as table:
        table.drop_index("ix_gate_checkpoint_id")
        table.drop_constraint("fk_gate_checkpoint_id_checkpoint", type_="foreignkey")
        table.drop_column("checkpoint_id")
    op.drop_table("settled_clash")
    for name in ("checkpoint_add_on", "checkpoint_ticket_type", "checkpoint"):
        op.drop_table(name)
