"""Deliberations with their minutes and signatures"""

import sqlalchemy as sa
from alembic import op

revision = "0068_deliberation"
down_revision = "0067_assignment_drafts"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "deliberation_room",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("tie_rules", sa.JSON(), nullable=False),
        sa.Column("rubric_digest", sa.String(64), nullable=False),
        sa.Column("seed", sa.String(32), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("least_moves", sa.Integer(), nullable=False),
        sa.Column("opened_at", AT, nullable=False),
        sa.Column("closed_at", AT, nullable=True),
        _key("deliberation_room", "challenge_id", "challenge"),
        _key("deliberation_room", "round_id", "judging_round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation_room")),
        sa.UniqueConstraint("round_id", name="uq_deliberation_room_round_id"),
    )
    op.create_index("ix_deliberation_room_challenge_id", "deliberation_room", ["challenge_id"])
    _create_items()
    _create_sayings()
    _create_minutes()


def _create_items() -> None:
    op.create_table(
        "deliberation_item",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("begun_at", AT, nullable=True),
        sa.Column("ended_at", AT, nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("away", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("chair_note", sa.Text(), nullable=False),
        sa.Column("secretary_note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ended_at IS NULL OR begun_at IS NOT NULL",
            name=op.f("ck_deliberation_item_begun_first"),
        ),
        _key("deliberation_item", "room_id", "deliberation_room"),
        _key("deliberation_item", "proposal_id", "proposal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation_item")),
        sa.UniqueConstraint("room_id", "proposal_id", name="uq_deliberation_item_room_proposal"),
    )
    up_now = sa.text("begun_at IS NOT NULL AND ended_at IS NULL")
    op.create_index(
        "uq_deliberation_item_up_now",
        "deliberation_item",
        ["room_id"],
        unique=True,
        sqlite_where=up_now,
        postgresql_where=up_now,
    )
    op.create_index("ix_deliberation_item_proposal_id", "deliberation_item", ["proposal_id"])


def _create_sayings() -> None:
    op.create_table(
        "level_agreement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("agreed_at", AT, nullable=False),
        _key("level_agreement", "item_id", "deliberation_item"),
        _key("level_agreement", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_agreement")),
        sa.UniqueConstraint("item_id", "person_id", name="uq_level_agreement_item_person"),
    )
    op.create_index("ix_level_agreement_person_id", "level_agreement", ["person_id"])
    op.create_table(
        "deliberation_comment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("said_by_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", AT, nullable=False),
        _key("deliberation_comment", "item_id", "deliberation_item"),
        _key("deliberation_comment", "said_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation_comment")),
    )
    for column in ("item_id", "said_by_id"):
        op.create_index(f"ix_deliberation_comment_{column}", "deliberation_comment", [column])
    op.create_table(
        "deliberation_presence",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", AT, nullable=False),
        sa.Column("left_at", AT, nullable=True),
        sa.CheckConstraint(
            "left_at IS NULL OR left_at >= joined_at",
            name=op.f("ck_deliberation_presence_left_after"),
        ),
        _key("deliberation_presence", "room_id", "deliberation_room"),
        _key("deliberation_presence", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation_presence")),
    )
    for column in ("room_id", "person_id"):
        op.create_index(f"ix_deliberation_presence_{column}", "deliberation_presence", [column])
    op.create_index(
        "uq_deliberation_presence_in_now",
        "deliberation_presence",
        ["room_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )


def _create_minutes() -> None:
    op.create_table(
        "deliberation_minutes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("written_by_id", sa.BigInteger(), nullable=True),
        sa.Column("written_at", AT, nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_deliberation_minutes_version_from_one")),
        _key("deliberation_minutes", "room_id", "deliberation_room"),
        _key("deliberation_minutes", "written_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation_minutes")),
        sa.UniqueConstraint("room_id", "version", name="uq_deliberation_minutes_room_version"),
    )
    op.create_index(
        "ix_deliberation_minutes_written_by_id", "deliberation_minutes", ["written_by_id"]
    )
    op.create_table(
        "minutes_signature",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("minutes_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(201), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("signed_at", AT, nullable=False),
        _key("minutes_signature", "minutes_id", "deliberation_minutes"),
        _key("minutes_signature", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_signature")),
        sa.UniqueConstraint("minutes_id", "person_id", name="uq_minutes_signature_minutes_person"),
    )
    op.create_index("ix_minutes_signature_person_id", "minutes_signature", ["person_id"])


def downgrade() -> None:
    for table in (
        "minutes_signature",
        "deliberation_minutes",
        "deliberation_presence",
        "deliberation_comment",
        "level_agreement",
        "deliberation_item",
        "deliberation_room",
    ):
        op.drop_table(table)
