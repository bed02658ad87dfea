"""How long a scanner scans follows from its event alone."""

import sqlalchemy as sa
from alembic import op

revision = "0013_checkin"
down_revision = "0012_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("scanner_device") as table:
        table.drop_column("expires_at")


def downgrade() -> None:
    """Give the column back with each event's end, and a day."""
    op.add_column("scanner_device", sa.Column("expires_at", sa.DateTime(timezone=True)))
    ends = sa.text(
        "update scanner_device set expires_at ="
        " (select event.ends_at from event where event.id = scanner_device.event_id)"
    )
    op.execute(ends)
    with op.batch_alter_table("scanner_device") as table:
        table.alter_column("expires_at", nullable=False)
