"""Prices, hidden kinds of tickets, approval, add-ons, and what a ticket becomes on its way"""

import sqlalchemy as sa
from alembic import op

revision = "0078_prices_and_add_ons"
down_revision = "0077_shared_places"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ADDED = {
    "ticket_type": (
        ("visibility", sa.String(10), "public"),
        ("needs_approval", sa.Boolean(), sa.false()),
        ("price", sa.Integer(), "0"),
        ("currency", sa.String(3), "EUR"),
        ("vat_rate", sa.Integer(), "0"),
    ),
    "ticket_order": (("currency", sa.String(3), "EUR"),),
    "ticket": (("price", sa.Integer(), "0"), ("declined_for", sa.Text(), "")),
    "hold": (("purpose", sa.String(10), "form"),),
}
CHECKS = {
    "ticket_type": {
        "visibility_known": "visibility IN ('public', 'code', 'staff')",
        "code_to_show_it": "visibility <> 'code' OR access_code IS NOT NULL",
        "price_not_negative": "price >= 0",
        "vat_rate_in_bounds": "vat_rate BETWEEN 0 AND 10000",
        "valid_in_order": "valid_until_on >= valid_from_on",
    },
    "ticket": {
        "price_not_negative": "price >= 0",
        "state_known": "state in ('requested', 'declined', 'unpaid', 'valid', 'cancelled')",
    },
    "hold": {"purpose_known": "purpose IN ('form', 'offer', 'voucher', 'company')"},
}


def upgrade() -> None:
    for table_name, columns in ADDED.items():
        with op.batch_alter_table(table_name) as table:
            for name, kind, default in columns:
                table.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    with op.batch_alter_table("ticket_type") as table:
        table.add_column(sa.Column("access_code", sa.String(40), nullable=True))
        table.add_column(sa.Column("valid_from_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("valid_until_on", sa.Date(), nullable=True))
    op.execute("UPDATE ticket_type SET visibility = 'staff' WHERE NOT is_public")
    with op.batch_alter_table("ticket") as table:
        table.add_column(sa.Column("decided_at", INSTANT, nullable=True))
    for table_name in {*ADDED, *CHECKS}:
        with op.batch_alter_table(table_name) as table:
            for name, rule in CHECKS.get(table_name, {}).items():
                table.create_check_constraint(op.f(f"ck_{table_name}_{name}"), rule)
            for name, _kind, _default in ADDED[table_name]:
                table.alter_column(name, server_default=None)
    with op.batch_alter_table("ticket_type") as table:
        table.drop_column("is_public")
    _make_add_ons()
    _rebuild_taken_places()


def _make_add_ons() -> None:
    op.create_table(
        "add_on",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("vat_rate", sa.Integer(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=True),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('workshop', 'visit', 'dinner', 'other')", name=op.f("ck_add_on_kind_known")
        ),
        sa.CheckConstraint("price >= 0", name=op.f("ck_add_on_price_not_negative")),
        sa.CheckConstraint(
            "vat_rate BETWEEN 0 AND 10000", name=op.f("ck_add_on_vat_rate_in_bounds")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_add_on_ends_after_start")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_add_on_event_id_event"),
        sa.PrimaryKeyConstraint("id", name="pk_add_on"),
    )
    op.create_index("ix_add_on_event_id_position", "add_on", ["event_id", "position"])
    _make_pairs("add_on_quota", "add_on_id", "quota_id")
    _make_pairs("add_on_ticket_type", "add_on_id", "ticket_type_id")
    _make_pairs(
        "ticket_add_on",
        "ticket_id",
        "add_on_id",
        sa.Column("price", sa.Integer(), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_ticket_add_on_price_not_negative")),
    )


def _make_pairs(name: str, first: str, second: str, *more: sa.schema.SchemaItem) -> None:
    pair = (first, second)
    op.create_table(
        name,
        *(sa.Column(one, sa.BigInteger(), autoincrement=False, nullable=False) for one in pair),
        *more,
        *(
            sa.ForeignKeyConstraint([one], [f"{one[:-3]}.id"], name=f"fk_{name}_{one}_{one[:-3]}")
            for one in pair
        ),
        sa.PrimaryKeyConstraint(*pair, name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_{second}", name, [second])


def _rebuild_taken_places() -> None:
    """Give each taken place a number of its own, for a ticket may take several of one quota."""
    _keep_taken_places(
        "row_number() OVER (ORDER BY ticket_id, quota_id) AS id, ticket_id, quota_id"
    )
    op.create_table(
        "taken_place",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("quota_id", sa.BigInteger(), nullable=False),
        sa.Column("add_on_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["add_on_id"], ["add_on.id"], name="fk_taken_place_add_on_id_add_on"
        ),
        *_links(),
        sa.PrimaryKeyConstraint("id", name="pk_taken_place"),
    )
    _restore_taken_places("id, ticket_id, quota_id")
    op.create_index("ix_taken_place_ticket_id", "taken_place", ["ticket_id"])


def _put_taken_places_back() -> None:
    _keep_taken_places("DISTINCT ticket_id, quota_id")
    op.create_table(
        "taken_place",
        sa.Column("ticket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("quota_id", sa.BigInteger(), autoincrement=False, nullable=False),
        *_links(),
        sa.PrimaryKeyConstraint("ticket_id", "quota_id", name="pk_taken_place"),
    )
    _restore_taken_places("ticket_id, quota_id")
    op.execute(
        "UPDATE quota SET taken ="
        " (SELECT count(*) FROM taken_place WHERE taken_place.quota_id = quota.id)"
    )


def _links() -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([f"{one}_id"], [f"{one}.id"], name=f"fk_taken_place_{one}_id_{one}")
        for one in ("quota", "ticket")
    )


def _keep_taken_places(columns: str) -> None:
    op.execute(f"CREATE TABLE taken_place_kept AS SELECT {columns} FROM taken_place")
    op.drop_table("taken_place")


def _restore_taken_places(columns: str) -> None:
    op.execute(f"INSERT INTO taken_place ({columns}) SELECT {columns} FROM taken_place_kept")
    op.drop_table("taken_place_kept")
    op.create_index("ix_taken_place_quota_id", "taken_place", ["quota_id"])


def downgrade() -> None:
    _put_taken_places_back()
    for name in ("ticket_add_on", "add_on_ticket_type", "add_on_quota", "add_on"):
        op.drop_table(name)
    op.execute("UPDATE ticket SET state = 'cancelled' WHERE state IN ('requested', 'declined')")
    op.execute("UPDATE ticket SET state = 'valid' WHERE state = 'unpaid'")
    with op.batch_alter_table("ticket_type") as table:
        table.add_column(
            sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    op.execute("UPDATE ticket_type SET is_public = (visibility = 'public')")
    for table_name, columns in ADDED.items():
        with op.batch_alter_table(table_name) as table:
            for name in CHECKS.get(table_name, {}):
                table.drop_constraint(op.f(f"ck_{table_name}_{name}"), type_="check")
            for name, _kind, _default in columns:
                table.drop_column(name)
    with op.batch_alter_table("ticket_type") as table:
        table.alter_column("is_public", server_default=None)
        for name in ("access_code", "valid_from_on", "valid_until_on"):
            table.drop_column(name)
    with op.batch_alter_table("ticket") as table:
        table.drop_column("decided_at")
