"""When a proposal was first replied to, and who was reminded of a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0044_selection"
down_revision = "0043_work_of_things"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was told has been replied to by then; when others were screened stood nowhere."""
    op.add_column("proposal", sa.Column("first_reply_at", sa.DateTime(timezone=True)))
    op.execute(sa.text("update proposal set first_reply_at = outcome_told_at"))
    op.create_table(
        "draft_reminder",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_by_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.CheckConstraint("recipients > 0", name="somebody_gets_it"),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name="fk_draft_reminder_challenge_id_challenge"
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["person.id"], name="fk_draft_reminder_sent_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_reminder"),
    )
    op.create_index(
        "ix_draft_reminder_challenge_id_sent_at", "draft_reminder", ["challenge_id", "sent_at"]
    )
    op.create_index("ix_draft_reminder_sent_by_id", "draft_reminder", ["sent_by_id"])
    op.create_table(
        "reminded_draft",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("reminder_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_reminded_draft_proposal_id_proposal"
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"],
            ["draft_reminder.id"],
            name="fk_reminded_draft_reminder_id_draft_reminder",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminded_draft"),
        sa.UniqueConstraint("proposal_id", "on_day", name="uq_reminded_draft_proposal_day"),
    )
    op.create_index("ix_reminded_draft_reminder_id", "reminded_draft", ["reminder_id"])


def downgrade() -> None:
    op.drop_table("reminded_draft")
    op.drop_table("draft_reminder")
    with op.batch_alter_table("proposal") as table:
        table.drop_column("first_reply_at")
