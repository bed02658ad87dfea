"""Suggestions of what suits whom, and invitations to challenges"""

import sqlalchemy as sa
from alembic import op

from app.core.types import UTCDateTime

revision = "0047_matching"
down_revision = "0046_brief_life"
branch_labels = None
depends_on = None

ANSWERS = "answer IN ('interested', 'declined')"


def _refers(name: str, to: str, *, null: bool = False, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, sa.ForeignKey(to), nullable=null, primary_key=key)


def upgrade() -> None:
    op.create_table(
        "suggestion",
        _refers("challenge_id", "challenge.id", key=True),
        _refers("organisation_id", "organisation.id", key=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.CheckConstraint("score between 0 and 100", name="score_range"),
    )
    for side in ("organisation_id", "challenge_id"):
        op.create_index(f"ix_suggestion_{side}_score", "suggestion", [side, "score"])
    _create_invitations()
    op.create_table(
        "invitation_refusal",
        _refers("organisation_id", "organisation.id", key=True),
        _refers("refused_by_id", "person.id", null=True),
        sa.Column("refused_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_invitation_refusal_refused_by_id", "invitation_refusal", ["refused_by_id"])
    op.create_table(
        "suggestion_refresh",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name="only_one"),
    )


def _create_invitations() -> None:
    table = "challenge_invitation"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), primary_key=True),
        _refers("challenge_id", "challenge.id"),
        _refers("organisation_id", "organisation.id"),
        _refers("invited_by_id", "person.id", null=True),
        sa.Column("invited_at", UTCDateTime(), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(20), nullable=True),
        _refers("answered_by_id", "person.id", null=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.UniqueConstraint(
            "challenge_id", "organisation_id", name=f"uq_{table}_challenge_organisation"
        ),
        sa.UniqueConstraint(
            "challenge_id", "invited_on", "place", name=f"uq_{table}_challenge_day_place"
        ),
        sa.CheckConstraint("place between 1 and 20", name="place_range"),
        sa.CheckConstraint(ANSWERS, name="answer_known"),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_whole"),
    )
    for column in ("organisation_id", "invited_by_id", "answered_by_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in (
        "suggestion_refresh",
        "invitation_refusal",
        "challenge_invitation",
        "suggestion",
    ):
        op.drop_table(table)
