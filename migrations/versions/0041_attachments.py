"""Files that come with a mail"""

import sqlalchemy as sa
from alembic import op

revision = "0041_attachments"
down_revision = "0040_privacy_contacts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delivery") as batch:
        batch.add_column(sa.Column("attachment", sa.String(80), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("delivery") as batch:
        batch.drop_column("attachment")
