"""The waiting list: who waits, what they are short of, and what was offered to them"""

import sqlalchemy as sa
from alembic import op

revision = "0085_waiting_list"
down_revision = "0084_attendee_imports"
branch_labels = None
depends_on = None

STATES = "'waiting', 'offered', 'taken', 'expired', 'left', 'removed', 'over'"
INSTANT = sa.DateTime(timezone=True)


def _key(
    table: str, column: str, target: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("quota") as table:
        table.add_column(sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))
        table.create_check_constraint(op.f("ck_quota_waiting_not_negative"), "waiting >= 0")
    with op.batch_alter_table("ticket_type") as table:
        off = sa.Column("has_waiting_list", sa.Boolean(), nullable=False, server_default=sa.false())
        table.add_column(off)
        table.add_column(
            sa.Column("offer_hours", sa.Integer(), nullable=False, server_default="24")
        )
        table.create_check_constraint(
            op.f("ck_ticket_type_offer_hours_in_bounds"), "offer_hours BETWEEN 1 AND 168"
        )
    for name, columns in (
        ("quota", ["waiting"]),
        ("ticket_type", ["has_waiting_list", "offer_hours"]),
    ):
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)
    _make_entries()
    _make_offers()


def _make_entries() -> None:
    name = "waiting_entry"
    op.create_table(
        name,
        _number("id"),
        _number("event_id"),
        _number("ticket_type_id"),
        _number("supported_by_id"),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("removed_for", sa.Text(), nullable=False),
        sa.CheckConstraint("places >= 1", name=op.f("ck_waiting_entry_places_positive")),
        sa.CheckConstraint("passes >= 0", name=op.f("ck_waiting_entry_passes_not_negative")),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_waiting_entry_state_known")),
        _key(name, "event_id", "event"),
        _key(name, "ticket_type_id", "ticket_type"),
        _key(name, "supported_by_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_entry"),
        sa.UniqueConstraint("ticket_type_id", "email", name="uq_waiting_entry_ticket_type_email"),
    )
    op.create_index("ix_waiting_entry_event_id_state", name, ["event_id", "state", "joined_at"])
    op.create_index("ix_waiting_entry_supported_by_id", name, ["supported_by_id"])
    name = "waiting_place"
    op.create_table(
        name,
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("quota_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _key(name, "entry_id", "waiting_entry", "CASCADE"),
        _key(name, "quota_id", "quota"),
        sa.PrimaryKeyConstraint("entry_id", "quota_id", name="pk_waiting_place"),
    )
    op.create_index("ix_waiting_place_quota_id", name, ["quota_id"])


def _make_offers() -> None:
    name = "waiting_offer"
    op.create_table(
        name,
        _number("id"),
        _number("entry_id"),
        _number("hold_id"),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("given_for", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'taken', 'declined', 'expired')",
            name=op.f("ck_waiting_offer_state_known"),
        ),
        _key(name, "entry_id", "waiting_entry", "CASCADE"),
        _key(name, "order_id", "ticket_order"),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_offer"),
    )
    op.create_index("ix_waiting_offer_entry_id", name, ["entry_id"])
    op.create_index("ix_waiting_offer_order_id", name, ["order_id"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_waiting_offer_open",
        name,
        ["entry_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def downgrade() -> None:
    for name in ("waiting_offer", "waiting_place", "waiting_entry"):
        op.drop_table(name)
    with op.batch_alter_table("ticket_type") as table:
        table.drop_constraint(op.f("ck_ticket_type_offer_hours_in_bounds"), type_="check")
        table.drop_column("offer_hours")
        table.drop_column("has_waiting_list")
    with op.batch_alter_table("quota") as table:
        table.drop_constraint(op.f("ck_quota_waiting_not_negative"), type_="check")
        table.drop_column("waiting")
