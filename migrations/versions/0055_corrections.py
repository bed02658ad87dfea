"""What public answers said before they were corrected"""

import sqlalchemy as sa
from alembic import op

revision = "0055_corrections"
down_revision = "0054_comparison"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enquiry") as table:
        table.add_column(sa.Column("corrections", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("enquiry") as table:
        table.alter_column("corrections", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("enquiry") as table:
        table.drop_column("corrections")
