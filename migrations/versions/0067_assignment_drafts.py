"""Jurors' wishes, and assignments that wait for a yes"""

import sqlalchemy as sa
from alembic import op

revision = "0067_assignment_drafts"
down_revision = "0066_votes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "juror_bid",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("juror_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("wish", sa.String(12), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "wish in ('eager', 'willing', 'rather_not')", name=op.f("ck_juror_bid_known_wish")
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_juror_bid_juror_id_juror")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_juror_bid_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_juror_bid")),
        sa.UniqueConstraint("juror_id", "proposal_id", name="uq_juror_bid_juror_proposal"),
    )
    op.create_index("ix_juror_bid_proposal_id", "juror_bid", ["proposal_id"])
    op.create_table(
        "assignment_draft",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=True),
        sa.Column("made_by_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("pairs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_assignment_draft_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_assignment_draft_challenge_id_challenge"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_assignment_draft_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_draft")),
        sa.UniqueConstraint("event_id", name="uq_assignment_draft_event"),
    )


def downgrade() -> None:
    op.drop_table("assignment_draft")
    op.drop_table("juror_bid")
