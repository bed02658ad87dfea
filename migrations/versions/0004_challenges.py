"""Challenges with criteria and questions."""

import sqlalchemy as sa
from alembic import op

revision = "0004_challenges"
down_revision = "0003_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "challenge",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("brief_id", sa.String(length=120), nullable=True),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("theme", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("summary", sa.String(length=400), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("current_approach", sa.Text(), nullable=False),
        sa.Column("wanted_outcome", sa.Text(), nullable=False),
        sa.Column("budget_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("pilot_site", sa.Text(), nullable=False),
        sa.Column("prize", sa.Text(), nullable=False),
        sa.Column("other_offer", sa.Text(), nullable=False),
        sa.Column("who_may_apply", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("eligibility", sa.Text(), nullable=False),
        sa.Column("trl_min", sa.Integer(), nullable=False),
        sa.Column("trl_wanted", sa.Integer(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("transition", sa.JSON(), nullable=False),
        sa.Column("nace", sa.JSON(), nullable=False),
        sa.Column("sdg", sa.JSON(), nullable=False),
        sa.Column("sponsor_name", sa.String(length=160), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("budget_minor >= 0", name=op.f("ck_challenge_budget_not_negative")),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_challenge_closes_after_opening")),
        sa.CheckConstraint("trl_min between 1 and 9", name=op.f("ck_challenge_trl_min_range")),
        sa.CheckConstraint(
            "trl_wanted between 1 and 9", name=op.f("ck_challenge_trl_wanted_range")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_challenge_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_challenge_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["owner_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_challenge_owner_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_index("ix_challenge_event_id_phase", "challenge", ["event_id", "phase"], unique=False)
    op.create_index(
        "ix_challenge_owner_organisation_id", "challenge", ["owner_organisation_id"], unique=False
    )
    op.create_table(
        "challenge_criterion",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=1000), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "weight between 1 and 100", name=op.f("ck_challenge_criterion_weight_range")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_challenge_criterion_challenge_id_challenge"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_criterion")),
        sa.UniqueConstraint("challenge_id", "key", name="uq_challenge_criterion_challenge_key"),
    )
    op.create_table(
        "challenge_move",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("from_phase", sa.String(length=20), nullable=False),
        sa.Column("to_phase", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_challenge_move_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_challenge_move_challenge_id_challenge"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_move")),
    )
    op.create_index(
        "ix_challenge_move_challenge_id_at", "challenge_move", ["challenge_id", "at"], unique=False
    )
    op.create_table(
        "challenge_question",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("help", sa.String(length=1000), nullable=False),
        sa.Column("max_words", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "max_words between 1 and 5000", name=op.f("ck_challenge_question_max_words_range")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_challenge_question_challenge_id_challenge"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_question")),
        sa.UniqueConstraint("challenge_id", "key", name="uq_challenge_question_challenge_key"),
    )
    op.create_table(
        "deadline_extension",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("from_closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "to_closes_at > from_closes_at", name=op.f("ck_deadline_extension_later_than_before")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_deadline_extension_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["challenge.id"],
            name=op.f("fk_deadline_extension_challenge_id_challenge"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_extension")),
    )
    op.create_index(
        "ix_deadline_extension_challenge_id", "deadline_extension", ["challenge_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_deadline_extension_challenge_id", table_name="deadline_extension")
    op.drop_table("deadline_extension")
    op.drop_table("challenge_question")
    op.drop_index("ix_challenge_move_challenge_id_at", table_name="challenge_move")
    op.drop_table("challenge_move")
    op.drop_table("challenge_criterion")
    op.drop_index("ix_challenge_owner_organisation_id", table_name="challenge")
    op.drop_index("ix_challenge_event_id_phase", table_name="challenge")
    op.drop_table("challenge")
