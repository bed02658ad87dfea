"""Views of the attendees and links of campaigns"""

import sqlalchemy as sa
from alembic import op

revision = "0079_registrations"
down_revision = "0078_prices_and_add_ons"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    table = "attendee_view"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _key(table, "event_id", "event"),
        _key(table, "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "event_id", "person_id", "name", name="uq_attendee_view_event_person_name"
        ),
    )
    op.create_index("ix_attendee_view_person_id", table, ["person_id"])
    table = "campaign_link"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(channel) between 1 and 40",
            name=op.f("ck_campaign_link_channel_of_some_length"),
        ),
        _key(table, "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("event_id", "channel", name="uq_campaign_link_event_channel"),
    )


def downgrade() -> None:
    op.drop_table("campaign_link")
    op.drop_table("attendee_view")
