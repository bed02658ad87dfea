"""The dossier of a challenge's jury: every round with its forms, sheets and saves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.challenges.models import Challenge
from app.challenges.queries import criteria_of
from app.core.authz import Actor
from app.core.db import db
from app.core.ids import decode_id, encode_id
from app.identity.models import Person
from app.juries.models import Assignment, JudgingRound, Juror, ScorecardSave
from app.juries.queries.exported_conflicts import export_conflicts, export_withdrawn
from app.juries.queries.exported_overrides import export_overrides
from app.juries.queries.picks import list_picks
from app.juries.queries.results import NOTHING, Results, load_results
from app.juries.queries.rounds import list_rounds
from app.juries.rules.rounds import FIRST
from app.proposals.queries import refuse_tied
from challenges import dossier as kernel
from challenges.export import Shortlist
from challenges.rubric import plain_rubric, read_rubric
from challenges.scoring import Pick


def export_jury(actor: Actor, challenge: Challenge, *, named: bool = False) -> dict[str, Any]:
    """Return the export of a challenge's jury, under pseudonyms or with names beside them.

    An export is whole, so somebody who is tied to a proposal gets none.
    """
    refuse_tied(actor, [challenge.id])
    return kernel.build_dossier(_dossier(challenge, named=named))


def _dossier(challenge: Challenge, *, named: bool) -> kernel.Dossier:
    found = [(one, load_results(challenge, NOTHING, one)) for one in _rounds(challenge)]
    first = found[0][1]
    jurors = sorted({key for _, results in found for key in results.record.jurors})
    people = _people(jurors)
    overrides, others = export_overrides(challenge)
    withdrawn, more = export_withdrawn(challenge, named=named)
    return kernel.Dossier(
        challenge_id=encode_id(challenge.id),
        title=challenge.title,
        seats=tuple(kernel.Seat(encode_id(juror.id), juror.role) for juror, _ in people),
        conflicts=export_conflicts(challenge),
        rounds=tuple(_round(challenge, one, results) for one, results in found),
        shortlist=_shortlist(first),
        decisions=first.record.decisions,
        names=_names(people, first, others | more) if named else None,
        overrides=overrides,
        withdrawn=withdrawn,
    )


def _rounds(challenge: Challenge) -> list[JudgingRound | None]:
    """Return the rounds that have begun, the first one in any case."""
    used = set(db.session.scalars(_used(challenge)))
    rounds = [one for one in list_rounds(challenge) if one.position == FIRST or one.id in used]
    return list(rounds) or [None]


def _used(challenge: Challenge) -> Any:
    query = select(Assignment.round_id).distinct().join(Assignment.round)
    return query.where(JudgingRound.challenge_id == challenge.id)


def _round(challenge: Challenge, one: JudgingRound | None, results: Results) -> kernel.Round:
    record = results.record
    if one is None:
        content = plain_rubric(criteria_of(challenge))
        rubric = kernel.RubricVersion(1, is_locked=False, content=content)
        return kernel.Round(FIRST, "", "review", "open", record.proposals, (rubric,), (), ())
    return kernel.Round(
        position=one.position,
        name=one.name,
        kind=one.kind,
        blindness=one.blindness,
        proposals=record.proposals,
        rubrics=tuple(
            kernel.RubricVersion(row.version, row.locked_at is not None, read_rubric(row.content))
            for row in one.rubrics
        ),
        assignments=record.assignments,
        scorecards=record.scorecards,
        saves=tuple(_saves(one, record.assignments)),
        picks=_picks(one, record.assignments),
    )


def _saves(one: JudgingRound, pairs: Sequence[tuple[str, str]]) -> Iterable[kernel.Save]:
    query = (
        select(ScorecardSave, Assignment.juror_id, Assignment.proposal_id)
        .join(ScorecardSave.assignment)
        .where(Assignment.round_id == one.id)
    )
    known = set(pairs)
    for save, juror_id, proposal_id in db.session.execute(query):
        pair = (encode_id(juror_id), encode_id(proposal_id))
        if pair in known:
            marks = {key: level for key, (level, _) in save.content["marks"].items()}
            yield kernel.Save(
                *pair,
                version=save.version,
                submitted=save.is_submitted,
                scores={key: level for key, level in marks.items() if level is not None},
                answers=save.content["answers"],
            )


def _picks(one: JudgingRound, pairs: Sequence[tuple[str, str]]) -> tuple[Pick, ...]:
    known = set(pairs)
    return tuple(pick for pick in list_picks(one) if (pick.juror, pick.proposal) in known)


def _people(keys: Iterable[str]) -> list[tuple[Juror, Person]]:
    query = select(Juror, Person).join(Juror.person)
    rows = db.session.execute(query.where(Juror.id.in_([decode_id(key) for key in keys])))
    return [(juror, person) for juror, person in rows]


def _shortlist(first: Results) -> Shortlist:
    """Return who was ever shortlisted; with a size where that is who had the best ranks."""
    chosen = set(first.record.shortlist.proposals)
    size = len(chosen)
    best = {row.rank.proposal for row in first.rows if row.rank.rank and row.rank.rank <= size}
    return Shortlist(size if chosen and best == chosen else None, tuple(sorted(chosen)))


def _names(
    people: Iterable[tuple[Juror, Person]], first: Results, others: Mapping[str, str]
) -> kernel.Names:
    jurors = {encode_id(juror.id): person.name for juror, person in people}
    return kernel.Names(
        jurors=jurors,
        proposals={row.rank.proposal: f"{row.title} ({row.organisation})" for row in first.rows},
        people={key: name for key, name in others.items() if key not in jurors},
    )
