"""Tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0007_tickets"
down_revision = "0006_juries"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quota",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken <= size", name=op.f("ck_quota_not_overdrawn")),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_quota_taken_not_negative")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_quota_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
    )
    op.create_index("ix_quota_event_id", "quota", ["event_id"], unique=False)
    op.create_table(
        "ticket_order",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("link_epoch", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(length=80), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_ticket_order_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ticket_order_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_order")),
        sa.UniqueConstraint("client_key", name="uq_ticket_order_client_key"),
    )
    op.create_index(
        "ix_ticket_order_event_id_created_at",
        "ticket_order",
        ["event_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "ticket_type",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("quota_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("on_sale_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_sale_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_ticket_type_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["quota_id"], ["quota.id"], name=op.f("fk_ticket_type_quota_id_quota")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_type")),
    )
    op.create_index(
        "ix_ticket_type_event_id_position", "ticket_type", ["event_id", "position"], unique=False
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_type_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=True),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("latin_name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("organisation_kind", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("role_label", sa.String(length=60), nullable=False),
        sa.Column("is_project_staff", sa.Boolean(), nullable=False),
        sa.Column("is_walk_in", sa.Boolean(), nullable=False),
        sa.Column("search_key", sa.String(length=500), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("epoch between 0 and 255", name=op.f("ck_ticket_epoch_is_a_byte")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_ticket_event_id_event")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["ticket_order.id"], name=op.f("fk_ticket_order_id_ticket_order")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_ticket_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_ticket_ticket_type_id_ticket_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
    )
    op.create_index(
        "ix_ticket_event_id_search_key", "ticket", ["event_id", "search_key"], unique=False
    )
    op.create_index("ix_ticket_event_id_state", "ticket", ["event_id", "state"], unique=False)
    op.create_index("ix_ticket_order_id", "ticket", ["order_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_ticket_order_id", table_name="ticket")
    op.drop_index("ix_ticket_event_id_state", table_name="ticket")
    op.drop_index("ix_ticket_event_id_search_key", table_name="ticket")
    op.drop_table("ticket")
    op.drop_index("ix_ticket_type_event_id_position", table_name="ticket_type")
    op.drop_table("ticket_type")
    op.drop_index("ix_ticket_order_event_id_created_at", table_name="ticket_order")
    op.drop_table("ticket_order")
    op.drop_index("ix_quota_event_id", table_name="quota")
    op.drop_table("quota")
