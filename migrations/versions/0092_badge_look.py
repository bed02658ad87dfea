"""How badges look"""

import sqlalchemy as sa
from alembic import op

revision = "0092_badge_look"
down_revision = "0091_badge_prints"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "badge_look",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("colours", sa.JSON(), nullable=False),
        sa.Column("shows_organisation", sa.Boolean(), nullable=False),
        sa.Column("shows_logo", sa.Boolean(), nullable=False),
        sa.Column("motto", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_badge_look_event_id_event"),
        sa.PrimaryKeyConstraint("event_id", name="pk_badge_look"),
    )


def downgrade() -> None:
    op.drop_table("badge_look")
