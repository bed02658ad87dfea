"""Letters to applicants, their replies, and certificates"""

import sqlalchemy as sa
from alembic import op

revision = "0063_feedback"
down_revision = "0062_scorecard_saves"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_setting",
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "reply_days between 1 and 60", name=op.f("ck_feedback_setting_reply_days_range")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_feedback_setting_event_id_event")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_feedback_setting")),
    )
    op.create_table(
        "feedback_reason",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_feedback_reason_text_given")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_feedback_reason_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_reason")),
    )
    op.create_index("ix_feedback_reason_event_id", "feedback_reason", ["event_id"])
    op.create_table(
        "feedback_letter",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.Column("accept_reason", sa.String(500), nullable=False),
        sa.Column("saved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_feedback_letter_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["person.id"], name=op.f("fk_feedback_letter_saved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_letter")),
        sa.UniqueConstraint("proposal_id", name="uq_feedback_letter_proposal_id"),
    )
    op.create_index("ix_feedback_letter_saved_by_id", "feedback_letter", ["saved_by_id"])
    _create_replies()
    op.create_table(
        "certificate",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('selected', 'shortlisted')", name=op.f("ck_certificate_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_certificate_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("proposal_id", name="uq_certificate_proposal_id"),
        sa.UniqueConstraint("code", name="uq_certificate_code"),
    )


def _create_replies() -> None:
    people = ("sent_by_id", "reader_id", "routed_by_id")
    op.create_table(
        "feedback_reply",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_by_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader_id", sa.BigInteger(), nullable=True),
        sa.Column("routed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("routed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finding", sa.String(10), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('reply', 'appeal')", name=op.f("ck_feedback_reply_kind_known")
        ),
        sa.CheckConstraint(
            "finding in ('upheld', 'rejected', 'noted')",
            name=op.f("ck_feedback_reply_finding_known"),
        ),
        sa.CheckConstraint(
            "(answered_at is null) = (finding is null)", name=op.f("ck_feedback_reply_answer_whole")
        ),
        sa.CheckConstraint(
            "answered_at is null or reader_id is not null",
            name=op.f("ck_feedback_reply_answered_by_its_reader"),
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_feedback_reply_challenge_id_challenge"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_feedback_reply_proposal_id_proposal")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["person.id"], name=op.f(f"fk_feedback_reply_{name}_person")
            )
            for name in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_reply")),
        sa.UniqueConstraint("proposal_id", name="uq_feedback_reply_proposal_id"),
    )
    for name in ("challenge_id", *people):
        op.create_index(f"ix_feedback_reply_{name}", "feedback_reply", [name])


def downgrade() -> None:
    for table in (
        "certificate",
        "feedback_reply",
        "feedback_letter",
        "feedback_reason",
        "feedback_setting",
    ):
        op.drop_table(table)
