"""The installation's colour, and the language of those who have not chosen one"""

import sqlalchemy as sa
from alembic import op

revision = "0031_accent"
down_revision = "0030_joining"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("installation") as batch:
        batch.add_column(sa.Column("accent", sa.String(length=7), nullable=True))
        batch.add_column(sa.Column("language", sa.String(length=8), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("installation") as batch:
        batch.drop_column("language")
        batch.drop_column("accent")
