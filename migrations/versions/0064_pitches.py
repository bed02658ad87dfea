"""Pitch days, their pitches, and codes that sign jurors in"""

import sqlalchemy as sa
from alembic import op

revision = "0064_pitches"
down_revision = "0063_feedback"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("opened_at IS NOT NULL AND closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "pitch_day",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pitch_minutes", sa.Integer(), nullable=False),
        sa.Column("question_minutes", sa.Integer(), nullable=False),
        sa.Column("change_minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "pitch_minutes between 1 and 60", name=op.f("ck_pitch_day_pitch_minutes_range")
        ),
        sa.CheckConstraint(
            "question_minutes between 0 and 60", name=op.f("ck_pitch_day_question_minutes_range")
        ),
        sa.CheckConstraint(
            "change_minutes between 0 and 60", name=op.f("ck_pitch_day_change_minutes_range")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["judging_round.id"], name=op.f("fk_pitch_day_round_id_judging_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch_day")),
        sa.UniqueConstraint("round_id", name="uq_pitch_day_round_id"),
    )
    op.create_table(
        "pitch",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("day_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "closed_at is null or opened_at is not null",
            name=op.f("ck_pitch_opened_before_closed"),
        ),
        sa.CheckConstraint(
            "(opened_at is null) = (given is null)", name=op.f("ck_pitch_given_when_opened")
        ),
        sa.ForeignKeyConstraint(
            ["day_id"], ["pitch_day.id"], name=op.f("fk_pitch_day_id_pitch_day")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_pitch_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitch")),
        sa.UniqueConstraint("day_id", "given", name="uq_pitch_day_given"),
        sa.UniqueConstraint("day_id", "proposal_id", name="uq_pitch_day_proposal"),
    )
    op.create_index(
        "uq_pitch_open",
        "pitch",
        ["day_id"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_table(
        "juror_pass",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("day_id", sa.BigInteger(), nullable=False),
        sa.Column("juror_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=True),
        sa.Column("secret_hash", sa.String(64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["day_id"], ["pitch_day.id"], name=op.f("fk_juror_pass_day_id_pitch_day")
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["juror.id"], name=op.f("fk_juror_pass_juror_id_juror")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_juror_pass")),
        sa.UniqueConstraint("code_hash", name="uq_juror_pass_code_hash"),
        sa.UniqueConstraint("secret_hash", name="uq_juror_pass_secret_hash"),
    )
    op.create_index("ix_juror_pass_juror_id", "juror_pass", ["juror_id"])
    op.create_index("ix_juror_pass_day_id", "juror_pass", ["day_id"])


def downgrade() -> None:
    op.drop_table("juror_pass")
    op.drop_table("pitch")
    op.drop_table("pitch_day")
