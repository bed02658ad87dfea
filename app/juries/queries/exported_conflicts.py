"""The conflicts of interest of a challenge as its export holds them, those taken back, too."""

from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.db import db
from app.core.ids import encode_id
from app.juries.models import ConflictOfInterest, WithdrawnConflict
from app.juries.queries.exported_people import exported_at, keys_of
from app.juries.queries.register import list_withdrawn
from app.juries.queries.results import NOTHING
from app.juries.rules.judging import JUDGED_STATES
from app.proposals.models import Proposal
from challenges import dossier as kernel


def export_conflicts(challenge: Challenge) -> tuple[kernel.Tie, ...]:
    """Return the conflicts that stand, about what is still judged."""
    query = (
        select(ConflictOfInterest)
        .join(ConflictOfInterest.proposal)
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
    )
    return tuple(
        kernel.Tie(encode_id(one.juror_id), encode_id(one.proposal_id), one.kind, one.source)
        for one in db.session.scalars(query)
    )


def export_withdrawn(
    challenge: Challenge, *, named: bool
) -> tuple[tuple[kernel.WithdrawnTie, ...], dict[str, str]]:
    """Return the conflicts that were taken back, and the names behind the keys in them.

    The grounds are a person's words about another, so they stand only where names do.
    """
    found = [
        one for one in list_withdrawn(challenge, NOTHING) if one.proposal.state in JUDGED_STATES
    ]
    people = {
        one.id: one
        for row in found
        for one in (row.juror.person, row.declared_by, row.withdrawn_by)
        if one
    }
    keys = keys_of(challenge, people.values())
    names = {keys[key]: person.name for key, person in people.items()}
    return tuple(_exported(one, keys, named=named) for one in found), names


def _exported(one: WithdrawnConflict, keys: dict[int, str], *, named: bool) -> kernel.WithdrawnTie:
    return kernel.WithdrawnTie(
        juror=encode_id(one.juror_id),
        proposal=encode_id(one.proposal_id),
        declared_at=exported_at(one.declared_at),
        kind=one.kind,
        source=one.source,
        declared_by=keys[one.declared_by_id] if one.declared_by_id else "",
        withdrawn_at=exported_at(one.withdrawn_at),
        withdrawn_by=keys[one.withdrawn_by_id],
        grounds=one.grounds if named else "",
    )
