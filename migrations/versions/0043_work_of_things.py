"""What a piece of long work is about, within its event"""

import sqlalchemy as sa
from alembic import op

revision = "0043_work_of_things"
down_revision = "0042_brief"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("work") as batch:
        batch.add_column(sa.Column("thing_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("work") as batch:
        batch.drop_column("thing_id")
