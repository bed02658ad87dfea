"""Questions about challenges, their answers, followers and reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0045_enquiries"
down_revision = "0044_selection"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "enquiry",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("challenge_id", sa.BigInteger, sa.ForeignKey("challenge.id"), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger, sa.ForeignKey("person.id"), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger, sa.ForeignKey("organisation.id"), nullable=False
        ),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("asked_text", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("private_reason", sa.String(500), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT),
        sa.Column("answered_by_id", sa.BigInteger, sa.ForeignKey("person.id")),
        sa.Column("published_at", INSTANT),
        sa.UniqueConstraint(
            "challenge_id", "asked_by_id", "fingerprint", name="uq_enquiry_challenge_asker_text"
        ),
        sa.CheckConstraint(
            "state in ('open', 'answered', 'published', 'private')", name=op.f("ck_enquiry_state")
        ),
        sa.CheckConstraint(
            "state <> 'published' or published_at is not null", name=op.f("ck_enquiry_published")
        ),
    )
    op.create_index(
        "ix_enquiry_challenge_id_state", "enquiry", ["challenge_id", "state", "published_at"]
    )
    op.create_index("ix_enquiry_asked_by_id", "enquiry", ["asked_by_id"])
    op.create_index("ix_enquiry_organisation_id", "enquiry", ["organisation_id"])
    op.create_table(
        "challenge_follower",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("challenge_id", sa.BigInteger, sa.ForeignKey("challenge.id"), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("followed_at", INSTANT, nullable=False),
        sa.UniqueConstraint("challenge_id", "person_id", name="uq_challenge_follower_person"),
    )
    op.create_index("ix_challenge_follower_person_id", "challenge_follower", ["person_id"])
    op.create_table(
        "deadline_reminder",
        sa.Column("challenge_id", sa.BigInteger, sa.ForeignKey("challenge.id"), primary_key=True),
        sa.Column("closes_at", INSTANT, primary_key=True),
        sa.Column("reminded_at", INSTANT, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("deadline_reminder")
    op.drop_table("challenge_follower")
    op.drop_table("enquiry")
