"""Figures as they were read last"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UTCDateTime

revision = "0038_figures_readings"
down_revision = "0037_former_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figures_reading",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("cluster_id", sa.BigInteger(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["organisation.id"], name="fk_figures_reading_cluster_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_figures_reading_event_id_event"
        ),
        sa.UniqueConstraint("cluster_id", name="uq_figures_reading_cluster_id"),
        sa.UniqueConstraint("event_id", name="uq_figures_reading_event_id"),
        sa.CheckConstraint(
            "(cluster_id is null) <> (event_id is null)", name="of_a_cluster_or_an_event"
        ),
    )


def downgrade() -> None:
    op.drop_table("figures_reading")
