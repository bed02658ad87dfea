"""Deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0010_notifications"
down_revision = "0009_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("fact_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=300), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("fact_id", "recipient", "template", name="uq_delivery_fact_recipient"),
    )
    op.create_index(
        "ix_delivery_event_id_created_at", "delivery", ["event_id", "created_at"], unique=False
    )
    op.create_index("ix_delivery_state_due_at", "delivery", ["state", "due_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_delivery_state_due_at", table_name="delivery")
    op.drop_index("ix_delivery_event_id_created_at", table_name="delivery")
    op.drop_table("delivery")
