"""Whom notices name for data protection, by cluster"""

import sqlalchemy as sa
from alembic import op

revision = "0040_privacy_contacts"
down_revision = "0039_found_by"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cluster_profile") as batch:
        batch.add_column(sa.Column("privacy_contact", sa.String(254), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("cluster_profile") as batch:
        batch.drop_column("privacy_contact")
