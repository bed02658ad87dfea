"""API tokens that are limited to an event, and when they were used last"""

import sqlalchemy as sa
from alembic import op

revision = "0017_tokens"
down_revision = "0016_invitations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("api_token") as batch:
        batch.add_column(sa.Column("event_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("used_from", sa.String(length=45), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_api_token_event_id_event"), "event", ["event_id"], ["id"]
        )
        batch.create_index("ix_api_token_event_id", ["event_id"])


def downgrade() -> None:
    with op.batch_alter_table("api_token") as batch:
        batch.drop_index("ix_api_token_event_id")
        batch.drop_constraint(batch.f("fk_api_token_event_id_event"), type_="foreignkey")
        batch.drop_column("used_from")
        batch.drop_column("used_at")
        batch.drop_column("event_id")
