"""Judging rounds, and the rubrics that they are scored by"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0060_judging_rounds"
down_revision = "0059_rounds"
branch_labels = None
depends_on = None

TIE_RULES = ["heaviest_criterion", "lower_spread"]


def upgrade() -> None:
    _create_rounds()
    _create_rubrics()
    _fill()
    with op.batch_alter_table("assignment") as batch:
        batch.add_column(sa.Column("round_id", sa.BigInteger(), nullable=True))
    # A challenge's first round and its rubric have the challenge's own number.
    op.execute(
        "update assignment set round_id ="
        " (select challenge_id from proposal where proposal.id = assignment.proposal_id)"
    )
    with op.batch_alter_table("assignment") as batch:
        batch.alter_column("round_id", existing_type=sa.BigInteger(), nullable=False)
        batch.create_foreign_key(
            op.f("fk_assignment_round_id_judging_round"), "judging_round", ["round_id"], ["id"]
        )
        batch.drop_constraint("uq_assignment_juror_proposal", type_="unique")
        batch.create_unique_constraint(
            "uq_assignment_round_juror_proposal", ["round_id", "juror_id", "proposal_id"]
        )
        batch.create_index("ix_assignment_juror_id", ["juror_id"])
    _move_scorecards()
    _move_scores()


def _create_rounds() -> None:
    op.create_table(
        "judging_round",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("blindness", sa.String(12), nullable=False),
        sa.Column("per_proposal", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "position between 1 and 9", name=op.f("ck_judging_round_position_range")
        ),
        sa.CheckConstraint("kind in ('review', 'pitch')", name=op.f("ck_judging_round_known_kind")),
        sa.CheckConstraint(
            "blindness in ('open', 'blind', 'double_blind')",
            name=op.f("ck_judging_round_known_blindness"),
        ),
        sa.CheckConstraint(
            "per_proposal between 1 and 9", name=op.f("ck_judging_round_per_proposal_range")
        ),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_judging_round_challenge_id_challenge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judging_round")),
        sa.UniqueConstraint("challenge_id", "position", name="uq_judging_round_challenge_position"),
    )


def _create_rubrics() -> None:
    op.create_table(
        "rubric",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_rubric_version_from_one")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["judging_round.id"], name=op.f("fk_rubric_round_id_judging_round")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_rubric_made_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric")),
        sa.UniqueConstraint("round_id", "version", name="uq_rubric_round_version"),
    )


def _fill() -> None:
    """Give each challenge that has a jury its first round, scored by the criteria of its brief."""
    connection = op.get_bind()
    judged = (
        "select distinct challenge_id from proposal join assignment on proposal_id = proposal.id"
    )
    for challenge_id in connection.execute(sa.text(judged)).scalars().all():
        content = _rubric(connection, challenge_id)
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        connection.execute(
            sa.text(
                "insert into judging_round"
                " (id, challenge_id, position, name, kind, blindness, per_proposal)"
                " values (:id, :id, 1, '', 'review', 'open', 3)"
            ),
            {"id": challenge_id},
        )
        values = {
            "id": challenge_id,
            "round_id": challenge_id,
            "version": 1,
            "content": content,
            "digest": hashlib.sha256(text.encode()).hexdigest(),
            "made_at": sa.func.now(),
            "locked_at": sa.func.now(),
        }
        connection.execute(_rubrics().insert().values(values))


def _rubrics() -> sa.TableClause:
    return sa.table(
        "rubric",
        sa.column("id", sa.BigInteger()),
        sa.column("round_id", sa.BigInteger()),
        sa.column("version", sa.Integer()),
        sa.column("content", sa.JSON()),
        sa.column("digest", sa.String()),
        sa.column("made_at", sa.DateTime(timezone=True)),
        sa.column("locked_at", sa.DateTime(timezone=True)),
    )


def _rubric(connection: sa.Connection, challenge_id: int) -> dict[str, Any]:
    criteria = sa.table(
        "challenge_criterion",
        *(sa.column(name) for name in ("challenge_id", "position", "key", "name", "description")),
        sa.column("weight"),
        sa.column("levels", sa.JSON()),
    )
    query = sa.select(criteria).where(criteria.c.challenge_id == challenge_id)
    rows = connection.execute(query.order_by(criteria.c.position))
    names = ("key", "name", "description", "weight", "levels")
    return {
        "criteria": [{name: getattr(row, name) for name in names} for row in rows],
        "thresholds": {},
        "total": None,
        "knock_outs": [],
        "tie_rules": TIE_RULES,
    }


def _move_scorecards() -> None:
    with op.batch_alter_table("scorecard") as batch:
        batch.add_column(sa.Column("rubric_id", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("answers", sa.JSON(), nullable=False, server_default="{}"))
    op.execute(
        "update scorecard set rubric_id ="
        " (select round_id from assignment where assignment.id = scorecard.assignment_id)"
    )
    with op.batch_alter_table("scorecard") as batch:
        batch.alter_column("rubric_id", existing_type=sa.BigInteger(), nullable=False)
        batch.alter_column("answers", existing_type=sa.JSON(), server_default=None)
        batch.create_foreign_key(
            op.f("fk_scorecard_rubric_id_rubric"), "rubric", ["rubric_id"], ["id"]
        )


def _move_scores() -> None:
    with op.batch_alter_table("score") as batch:
        batch.add_column(sa.Column("key", sa.String(40), nullable=True))
    op.execute(
        "update score set key ="
        " (select key from challenge_criterion where challenge_criterion.id = score.criterion_id)"
    )
    with op.batch_alter_table("score") as batch:
        batch.alter_column("key", existing_type=sa.String(40), nullable=False)
        batch.drop_constraint("uq_score_scorecard_criterion", type_="unique")
        batch.drop_constraint("fk_score_criterion_id_challenge_criterion", type_="foreignkey")
        batch.drop_column("criterion_id")
        batch.create_unique_constraint("uq_score_scorecard_key", ["scorecard_id", "key"])


def downgrade() -> None:
    with op.batch_alter_table("score") as batch:
        batch.add_column(sa.Column("criterion_id", sa.BigInteger(), nullable=True))
    op.execute(
        "update score set criterion_id = (select challenge_criterion.id from challenge_criterion"
        " join judging_round on judging_round.challenge_id = challenge_criterion.challenge_id"
        " join assignment on assignment.round_id = judging_round.id"
        " join scorecard on scorecard.assignment_id = assignment.id"
        " where scorecard.id = score.scorecard_id and challenge_criterion.key = score.key)"
    )
    # Scores of later rounds by criteria of their own have no place in the older tables.
    op.execute("delete from score where criterion_id is null")
    with op.batch_alter_table("score") as batch:
        batch.alter_column("criterion_id", existing_type=sa.BigInteger(), nullable=False)
        batch.create_foreign_key(
            op.f("fk_score_criterion_id_challenge_criterion"),
            "challenge_criterion",
            ["criterion_id"],
            ["id"],
        )
        batch.drop_constraint("uq_score_scorecard_key", type_="unique")
        batch.create_unique_constraint(
            "uq_score_scorecard_criterion", ["scorecard_id", "criterion_id"]
        )
        batch.drop_column("key")
    _leave_first_rounds()
    with op.batch_alter_table("scorecard") as batch:
        batch.drop_constraint(op.f("fk_scorecard_rubric_id_rubric"), type_="foreignkey")
        batch.drop_column("answers")
        batch.drop_column("rubric_id")
    with op.batch_alter_table("assignment") as batch:
        batch.drop_index("ix_assignment_juror_id")
        batch.drop_constraint("uq_assignment_round_juror_proposal", type_="unique")
        batch.drop_constraint(op.f("fk_assignment_round_id_judging_round"), type_="foreignkey")
        batch.drop_column("round_id")
        batch.create_unique_constraint("uq_assignment_juror_proposal", ["juror_id", "proposal_id"])
    op.drop_table("rubric")
    op.drop_table("judging_round")


def _leave_first_rounds() -> None:
    """Remove what later rounds hold: the older tables know one scorecard per pair."""
    later = (
        "select assignment.id from assignment join judging_round"
        " on judging_round.id = assignment.round_id where judging_round.position > 1"
    )
    cards = f"select id from scorecard where assignment_id in ({later})"
    op.execute(f"delete from score where scorecard_id in ({cards})")
    op.execute(f"delete from scorecard where assignment_id in ({later})")
    op.execute(f"delete from assignment where id in ({later})")
