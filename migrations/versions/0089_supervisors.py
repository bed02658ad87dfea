"""Scanners that may search by name, and when a phone has forgotten what it took along"""

import sqlalchemy as sa
from alembic import op

revision = "0089_supervisors"
down_revision = "0088_ticket_transfers"
branch_labels = None
depends_on = None

TABLE = "scanner_device"


def upgrade() -> None:
    no = sa.false()
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("is_supervisor", sa.Boolean(), nullable=False, server_default=no)
        )
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("is_supervisor", server_default=None)


def downgrade() -> None:
    op.drop_column(TABLE, "wiped_at")
    op.drop_column(TABLE, "is_supervisor")
