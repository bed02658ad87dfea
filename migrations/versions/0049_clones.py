"""Which challenge a challenge was copied from"""

import sqlalchemy as sa
from alembic import op

revision = "0049_clones"
down_revision = "0048_consortium"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("challenge") as batch:
        batch.add_column(sa.Column("cloned_from_id", sa.BigInteger(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_challenge_cloned_from_id_challenge"), "challenge", ["cloned_from_id"], ["id"]
        )
        batch.create_unique_constraint(
            "uq_challenge_event_cloned_from", ["event_id", "cloned_from_id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("challenge") as batch:
        batch.drop_constraint("uq_challenge_event_cloned_from", type_="unique")
        batch.drop_constraint(op.f("fk_challenge_cloned_from_id_challenge"), type_="foreignkey")
        batch.drop_column("cloned_from_id")
