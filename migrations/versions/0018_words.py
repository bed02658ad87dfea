"""Words of facts beside the outbox instead of in the audit log; what was decided before."""

import sqlalchemy as sa
from alembic import op

revision = "0018_words"
down_revision = "0017_tokens"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_message") as table:
        table.add_column(sa.Column("words", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("decision") as table:
        table.add_column(sa.Column("earlier", sa.JSON(), nullable=False, server_default="[]"))
    for table_name, column in (("outbox_message", "words"), ("decision", "earlier")):
        with op.batch_alter_table(table_name) as table:
            table.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("decision") as table:
        table.drop_column("earlier")
    with op.batch_alter_table("outbox_message") as table:
        table.drop_column("words")
