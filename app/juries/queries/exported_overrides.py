"""The overrides of a challenge as its export holds them."""

from collections.abc import Mapping

from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.db import db
from app.core.ids import encode_id
from app.juries.models import Override
from app.juries.queries.exported_people import exported_at, keys_of
from app.juries.queries.overriding import list_overrides
from app.juries.queries.results import NOTHING
from app.juries.rules.judging import JUDGED_STATES
from app.proposals.models import Proposal
from challenges import dossier as kernel


def export_overrides(challenge: Challenge) -> tuple[tuple[kernel.Override, ...], dict[str, str]]:
    """Return the overrides on what is still judged, and the names behind the keys in them.

    Somebody on the panel goes by the key of their seat, anybody else by their own.
    """
    judged = select(Proposal.id).where(
        Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES)
    )
    kept = set(db.session.scalars(judged))
    found = [one for one in list_overrides(challenge, NOTHING) if one.proposal_id in kept]
    people = {one.id: one for row in found for one in (row.asked_by, row.signed_by) if one}
    keys = keys_of(challenge, people.values())
    names = {keys[key]: person.name for key, person in people.items()}
    return tuple(_exported(one, keys) for one in found), names


def _exported(one: Override, keys: Mapping[int, str]) -> kernel.Override:
    return kernel.Override(
        override=encode_id(one.id),
        proposal=encode_id(one.proposal_id),
        outcome=one.outcome,
        reason=one.reason,
        change_reason=one.change_reason,
        grounds=one.grounds,
        rank=one.rank,
        passed=tuple(sorted(one.passed)),
        falls_short=one.falls_short,
        asked_by=keys[one.asked_by_id],
        asked_at=exported_at(one.asked_at),
        signed_by=keys[one.signed_by_id] if one.signed_by_id else None,
        signed_at=exported_at(one.signed_at) if one.signed_at else None,
        withdrawn_at=exported_at(one.withdrawn_at) if one.withdrawn_at else None,
    )
