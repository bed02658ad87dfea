"""The checklist of a screening and the right of reply."""

import sqlalchemy as sa
from alembic import op

revision = "0050_screening"
down_revision = "0049_clones"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "screening_setting",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("reply_days between 1 and 30", name="reply_days_range"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_screening_setting_event_id_event"
        ),
        sa.PrimaryKeyConstraint("event_id", name="pk_screening_setting"),
    )
    op.create_table(
        "house_point",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(text) > 0", name="text_given"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_house_point_event_id_event"),
        sa.PrimaryKeyConstraint("id", name="pk_house_point"),
    )
    op.create_index("ix_house_point_event_id", "house_point", ["event_id"])
    op.create_table(
        "checklist_answer",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("answered_by_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('yes', 'no', 'unclear')", name="verdict_known"),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name="fk_checklist_answer_answered_by_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_checklist_answer_proposal_id_proposal"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_answer"),
        sa.UniqueConstraint("proposal_id", "key", name="uq_checklist_answer_proposal_key"),
    )
    op.create_index("ix_checklist_answer_answered_by_id", "checklist_answer", ["answered_by_id"])
    _create_findings()


def _create_findings() -> None:
    op.create_table(
        "ineligible_finding",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by_id", sa.BigInteger(), nullable=True),
        sa.Column("reply_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.String(4000), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_by_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.Column("answer", sa.String(1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome IN ('confirmed', 'turned')", name="outcome_known"),
        sa.CheckConstraint("replied_at is not null or reply is null", name="reply_whole"),
        sa.CheckConstraint("(answered_at is null) = (outcome is null)", name="outcome_whole"),
        sa.CheckConstraint("reply_until > found_at", name="time_to_reply"),
        sa.ForeignKeyConstraint(
            ["found_by_id"], ["person.id"], name="fk_ineligible_finding_found_by_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_ineligible_finding_proposal_id_proposal"
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"], ["person.id"], name="fk_ineligible_finding_replied_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ineligible_finding"),
        sa.UniqueConstraint("proposal_id", "number", name="uq_ineligible_finding_proposal_number"),
    )
    op.create_index("ix_ineligible_finding_found_by_id", "ineligible_finding", ["found_by_id"])
    op.create_index("ix_ineligible_finding_replied_by_id", "ineligible_finding", ["replied_by_id"])


def downgrade() -> None:
    for name in ("ineligible_finding", "checklist_answer", "house_point", "screening_setting"):
        op.drop_table(name)
