"""Whose people are in a file that was made within a fence"""

import sqlalchemy as sa
from alembic import op

revision = "0032_reach"
down_revision = "0031_accent"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("work") as batch:
        batch.add_column(sa.Column("clusters", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("work") as batch:
        batch.drop_column("clusters")
