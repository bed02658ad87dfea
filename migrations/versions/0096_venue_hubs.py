"""Venue hubs of an event, and on a hub where it comes from"""

import sqlalchemy as sa
from alembic import op

revision = "0096_venue_hubs"
down_revision = "0095_checking_keys"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "venue_hub",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.Column("heard_at", INSTANT, nullable=True),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_venue_hub_event_id_event"),
        sa.PrimaryKeyConstraint("id", name="pk_venue_hub"),
    )
    op.create_index("ix_venue_hub_event_id", "venue_hub", ["event_id"])
    op.create_table(
        "brought_scans",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("hub_id", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=True),
        sa.Column("brought_by_id", sa.BigInteger(), nullable=True),
        sa.Column("brought_at", INSTANT, nullable=False),
        sa.Column("merged_at", INSTANT, nullable=True),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("astray", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_brought_scans_event_id_event"),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["venue_hub.id"], name="fk_brought_scans_hub_id_venue_hub"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name="fk_brought_scans_file_id_stored_file"
        ),
        sa.ForeignKeyConstraint(
            ["brought_by_id"], ["person.id"], name="fk_brought_scans_brought_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_brought_scans"),
        sa.UniqueConstraint("event_id", "sha256", name="uq_brought_scans_event_sha256"),
    )
    op.create_index("ix_brought_scans_file_id", "brought_scans", ["file_id"])
    op.create_index("ix_brought_scans_brought_by_id", "brought_scans", ["brought_by_id"])
    op.create_table(
        "hub_home",
        sa.Column("one", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("hub_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("main_url", sa.String(300), nullable=False),
        sa.Column("secret", sa.String(100), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("sent_through", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.CheckConstraint("one = 1", name=op.f("ck_hub_home_only_one")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_hub_home_event_id_event"),
        sa.PrimaryKeyConstraint("one", name="pk_hub_home"),
    )


def downgrade() -> None:
    op.drop_table("hub_home")
    op.drop_table("brought_scans")
    op.drop_table("venue_hub")
