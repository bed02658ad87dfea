"""The orders of a person are found by an index."""

from alembic import op

revision = "0011_tickets"
down_revision = "0010_notifications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_ticket_order_person_id", "ticket_order", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_ticket_order_person_id", table_name="ticket_order")
