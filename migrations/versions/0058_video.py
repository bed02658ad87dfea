"""A proposal's link to a video"""

import sqlalchemy as sa
from alembic import op

revision = "0058_video"
down_revision = "0057_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("video", sa.String(300), nullable=False, server_default=""))
    with op.batch_alter_table("proposal") as table:
        table.alter_column("video", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("proposal") as table:
        table.drop_column("video")
