"""Every save of a scorecard, and a juror's top three"""

import sqlalchemy as sa
from alembic import op

revision = "0062_scorecard_saves"
down_revision = "0061_experts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scorecard_save",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=True),
        sa.Column("is_submitted", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_scorecard_save_assignment_id_assignment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_save")),
        sa.UniqueConstraint("assignment_id", "client_id", name="uq_scorecard_save_client"),
        sa.UniqueConstraint("assignment_id", "version", name="uq_scorecard_save_version"),
    )
    op.create_table(
        "top_pick",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("juror_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place between 1 and 3", name=op.f("ck_top_pick_place_range")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["judging_round.id"], name=op.f("fk_top_pick_round_id_judging_round")
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_top_pick_juror_id_juror")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_top_pick_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_top_pick")),
        sa.UniqueConstraint("round_id", "juror_id", "place", name="uq_top_pick_place"),
        sa.UniqueConstraint("round_id", "juror_id", "proposal_id", name="uq_top_pick_proposal"),
    )
    op.create_index("ix_top_pick_juror_id", "top_pick", ["juror_id"])


def downgrade() -> None:
    op.drop_table("top_pick")
    op.drop_table("scorecard_save")
