"""Challenges that come back in rounds"""

import sqlalchemy as sa
from alembic import op

revision = "0059_rounds"
down_revision = "0058_video"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "challenge_series",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(10), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("most_rounds", sa.Integer(), nullable=True),
        sa.Column("decision_days", sa.Integer(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("every between 1 and 52", name=op.f("ck_challenge_series_every_range")),
        sa.CheckConstraint(
            "unit in ('weeks', 'months')", name=op.f("ck_challenge_series_known_unit")
        ),
        sa.CheckConstraint(
            "most_rounds >= 1", name=op.f("ck_challenge_series_most_rounds_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_challenge_series_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_series")),
    )
    op.create_index("ix_challenge_series_event_id", "challenge_series", ["event_id"])
    with op.batch_alter_table("challenge") as batch:
        batch.add_column(sa.Column("series_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("round", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_challenge_series_id_challenge_series"),
            "challenge_series",
            ["series_id"],
            ["id"],
        )
        batch.create_unique_constraint("uq_challenge_series_round", ["series_id", "round"])
    with op.batch_alter_table("challenge") as batch:
        batch.create_check_constraint(
            op.f("ck_challenge_round_of_series"), "(series_id is null) = (round is null)"
        )
        batch.create_check_constraint(op.f("ck_challenge_round_from_one"), "round >= 1")


def downgrade() -> None:
    with op.batch_alter_table("challenge") as batch:
        batch.drop_constraint(op.f("ck_challenge_round_of_series"), type_="check")
        batch.drop_constraint(op.f("ck_challenge_round_from_one"), type_="check")
    with op.batch_alter_table("challenge") as batch:
        batch.drop_constraint("uq_challenge_series_round", type_="unique")
        batch.drop_constraint(op.f("fk_challenge_series_id_challenge_series"), type_="foreignkey")
        batch.drop_column("round")
        batch.drop_column("series_id")
    op.drop_table("challenge_series")
