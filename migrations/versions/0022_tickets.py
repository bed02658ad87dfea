"""Each participant is supported by one of the clusters that run the event."""

import sqlalchemy as sa
from alembic import op

revision = "0022_tickets"
down_revision = "0021_second_step"
branch_labels = None
depends_on = None

KNOWN = "support_reason in ('invited', 'member', 'country', 'lead', 'handed_over', 'left')"
AT_A_TIME = "validated_at is not null or validated_by_id is null"
# Until now nobody but the lead looked after anybody; late clusters get theirs from it.
BACKFILL = """
update ticket set support_reason = 'lead', supported_by_id =
    (select lead_organisation_id from event where event.id = ticket.event_id)
"""
# The only ticket of an event that a letter about tickets can be about, by its address.
OF_TICKETS = """
update delivery set ticket_id = (
    select min(ticket.id) from ticket
    where ticket.event_id = delivery.event_id and ticket.email = delivery.recipient
)
where template like 'ticket%'
"""


def upgrade() -> None:
    with op.batch_alter_table("ticket") as table:
        table.add_column(sa.Column("supported_by_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("support_reason", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("validated_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("validated_by_id", sa.BigInteger(), nullable=True))
    op.execute(BACKFILL)
    with op.batch_alter_table("ticket") as table:
        table.alter_column("supported_by_id", existing_type=sa.BigInteger(), nullable=False)
        table.alter_column("support_reason", existing_type=sa.String(length=12), nullable=False)
        table.create_foreign_key(
            op.f("fk_ticket_supported_by_id_organisation"),
            "organisation",
            ["supported_by_id"],
            ["id"],
        )
        table.create_foreign_key(
            op.f("fk_ticket_validated_by_id_person"), "person", ["validated_by_id"], ["id"]
        )
        table.create_check_constraint(op.f("ck_ticket_support_reason_known"), KNOWN)
        table.create_check_constraint(op.f("ck_ticket_validated_at_a_time"), AT_A_TIME)
        table.create_index(
            "ix_ticket_supported_by_id", ["supported_by_id", "event_id", "search_key"]
        )

    op.add_column("delivery", sa.Column("ticket_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_delivery_ticket_id", "delivery", ["ticket_id"], unique=False)
    op.execute(OF_TICKETS)


def downgrade() -> None:
    with op.batch_alter_table("delivery") as table:
        table.drop_index("ix_delivery_ticket_id")
        table.drop_column("ticket_id")
    with op.batch_alter_table("ticket") as table:
        table.drop_index("ix_ticket_supported_by_id")
        table.drop_constraint(op.f("ck_ticket_validated_at_a_time"), type_="check")
        table.drop_constraint(op.f("ck_ticket_support_reason_known"), type_="check")
        table.drop_constraint(op.f("fk_ticket_validated_by_id_person"), type_="foreignkey")
        table.drop_constraint(op.f("fk_ticket_supported_by_id_organisation"), type_="foreignkey")
    with op.batch_alter_table("ticket") as table:
        table.drop_column("validated_by_id")
        table.drop_column("validated_at")
        table.drop_column("support_reason")
        table.drop_column("supported_by_id")
