"""The audience's votes and their ballots"""

import sqlalchemy as sa
from alembic import op

revision = "0066_votes"
down_revision = "0065_seats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audience_vote",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("day_id", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "mode in ('approval', 'ranked')", name=op.f("ck_audience_vote_mode_known")
        ),
        sa.CheckConstraint("most between 1 and 3", name=op.f("ck_audience_vote_most_range")),
        sa.CheckConstraint("share between 0 and 50", name=op.f("ck_audience_vote_share_range")),
        sa.CheckConstraint(
            "closed_at is null or opened_at is not null",
            name=op.f("ck_audience_vote_opened_before_closed"),
        ),
        sa.ForeignKeyConstraint(
            ["day_id"], ["pitch_day.id"], name=op.f("fk_audience_vote_day_id_pitch_day")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_vote")),
        sa.UniqueConstraint("day_id", name="uq_audience_vote_day_id"),
    )
    op.create_table(
        "ballot",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("vote_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("network", sa.String(50), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["audience_vote.id"], name=op.f("fk_ballot_vote_id_audience_vote")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ballot_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("vote_id", "ticket_id", name="uq_ballot_vote_ticket"),
    )
    op.create_index("ix_ballot_ticket_id", "ballot", ["ticket_id"])


def downgrade() -> None:
    op.drop_table("ballot")
    op.drop_table("audience_vote")
