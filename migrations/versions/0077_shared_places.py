"""Places that ticket types share, that a country or cluster has alone, and that forms hold"""

import sqlalchemy as sa
from alembic import op

revision = "0077_shared_places"
down_revision = "0076_pairing"
branch_labels = None
depends_on = None

BOUNDS = "ck_quota_not_overdrawn"


def upgrade() -> None:
    for table, columns in (
        ("ticket_type_quota", ("ticket_type_id", "quota_id")),
        ("taken_place", ("ticket_id", "quota_id")),
    ):
        _make_pairs(table, columns)
    op.execute(
        "INSERT INTO ticket_type_quota (ticket_type_id, quota_id)"
        " SELECT id, quota_id FROM ticket_type"
    )
    op.execute(
        "INSERT INTO taken_place (ticket_id, quota_id) SELECT ticket.id, ticket_type.quota_id"
        " FROM ticket JOIN ticket_type ON ticket_type.id = ticket.ticket_type_id"
        " WHERE ticket.state = 'valid'"
    )
    _make_holds()
    with op.batch_alter_table("quota") as table:
        table.add_column(sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("only_country", sa.String(2), nullable=True))
        table.add_column(sa.Column("only_cluster_id", sa.BigInteger(), nullable=True))
        table.create_foreign_key(
            "fk_quota_only_cluster_id_organisation", "organisation", ["only_cluster_id"], ["id"]
        )
        table.drop_constraint(op.f(BOUNDS), type_="check")
        table.create_check_constraint(op.f(BOUNDS), "taken + held <= size")
        table.create_check_constraint(op.f("ck_quota_held_not_negative"), "held >= 0")
    with op.batch_alter_table("ticket_type") as table:
        table.drop_constraint("fk_ticket_type_quota_id_quota", type_="foreignkey")
        table.drop_column("quota_id")
        table.add_column(sa.Column("least", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("most", sa.Integer(), nullable=False, server_default="20"))
        table.create_check_constraint(op.f("ck_ticket_type_least_one"), "least >= 1")
        table.create_check_constraint(op.f("ck_ticket_type_most_not_under_least"), "most >= least")
    for table_name, column in (
        ("quota", "held"),
        ("ticket_type", "least"),
        ("ticket_type", "most"),
    ):
        with op.batch_alter_table(table_name) as table:
            table.alter_column(column, server_default=None)


def _make_pairs(table: str, columns: tuple[str, str]) -> None:
    op.create_table(
        table,
        *(sa.Column(one, sa.BigInteger(), autoincrement=False, nullable=False) for one in columns),
        *(
            sa.ForeignKeyConstraint([one], [f"{one[:-3]}.id"], name=f"fk_{table}_{one}_{one[:-3]}")
            for one in columns
        ),
        sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_quota_id", table, ["quota_id"])


def _make_holds() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "hold",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_hold_event_id_event"),
        sa.PrimaryKeyConstraint("id", name="pk_hold"),
        sa.UniqueConstraint("client_key", name="uq_hold_client_key"),
    )
    op.create_index("ix_hold_event_id", "hold", ["event_id"])
    op.create_table(
        "held_places",
        sa.Column("hold_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("quota_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint("places >= 1", name=op.f("ck_held_places_places_positive")),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name="fk_held_places_hold_id_hold"),
        sa.ForeignKeyConstraint(["quota_id"], ["quota.id"], name="fk_held_places_quota_id_quota"),
        sa.PrimaryKeyConstraint("hold_id", "quota_id", name="pk_held_places"),
    )
    op.create_index("ix_held_places_quota_id", "held_places", ["quota_id"])


def downgrade() -> None:
    op.add_column("ticket_type", sa.Column("quota_id", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE ticket_type SET quota_id = (SELECT min(quota_id) FROM ticket_type_quota"
        " WHERE ticket_type_quota.ticket_type_id = ticket_type.id)"
    )
    with op.batch_alter_table("ticket_type") as table:
        table.alter_column("quota_id", existing_type=sa.BigInteger(), nullable=False)
        table.create_foreign_key("fk_ticket_type_quota_id_quota", "quota", ["quota_id"], ["id"])
        table.drop_constraint(op.f("ck_ticket_type_least_one"), type_="check")
        table.drop_constraint(op.f("ck_ticket_type_most_not_under_least"), type_="check")
        table.drop_column("least")
        table.drop_column("most")
    with op.batch_alter_table("quota") as table:
        table.drop_constraint("fk_quota_only_cluster_id_organisation", type_="foreignkey")
        table.drop_constraint(op.f("ck_quota_held_not_negative"), type_="check")
        table.drop_constraint(op.f(BOUNDS), type_="check")
        table.create_check_constraint(op.f(BOUNDS), "taken <= size")
        for column in ("held", "only_country", "only_cluster_id"):
            table.drop_column(column)
    for name in ("held_places", "hold", "taken_place", "ticket_type_quota"):
        op.drop_table(name)
