"""Tickets that go to a colleague, and until when holders may change names"""

import sqlalchemy as sa
from alembic import op

revision = "0088_ticket_transfers"
down_revision = "0087_company_seats"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "holder_rules",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("names_until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_holder_rules_event_id_event"),
        sa.PrimaryKeyConstraint("event_id", name="pk_holder_rules"),
    )
    op.create_table(
        "ticket_transfer",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'withdrawn', 'expired')",
            name=op.f("ck_ticket_transfer_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_ticket_transfer_ticket_id_ticket"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_transfer"),
    )
    op.create_index(
        "uq_ticket_transfer_open",
        "ticket_transfer",
        ["ticket_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_ticket_transfer_ticket_id_made_at", "ticket_transfer", ["ticket_id", "made_at"]
    )
    with op.batch_alter_table("ticket_type") as table:
        table.add_column(
            sa.Column("is_transferable", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("ticket_type") as table:
        table.alter_column("is_transferable", server_default=None)


def downgrade() -> None:
    op.drop_column("ticket_type", "is_transferable")
    op.drop_table("ticket_transfer")
    op.drop_table("holder_rules")
