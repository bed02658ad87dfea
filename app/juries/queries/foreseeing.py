"""What would stand between somebody and a jury: counted before they are asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.db import db
from app.events.models import Event
from app.experts.queries import get_expert
from app.identity.models import Membership, Person
from app.juries.queries import panel, ties
from app.juries.rules.conflicts import JurorSide, detect_all
from app.juries.rules.judging import OVER, Invitee
from app.proposals.queries import closed_to

SOMEBODY = 0  # the key of a person of whom nothing but an address is known


@dataclass(frozen=True)
class Foreseen:
    """With how many proposals somebody would be in conflict for certain, and of how many."""

    conflicts: int
    proposals: int


def foresee_people(actor: Actor, event: Event, people: Collection[Person]) -> dict[int, Foreseen]:
    """Return what the records say of some people, by their ids."""
    return _count(actor, event, _sides(people), ())


def foresee_expert(
    actor: Actor, event: Event, expert_id: int, challenge_ids: Collection[int]
) -> Foreseen:
    """Return what the records say of an expert whom the leading cluster may see."""
    person = get_expert(actor, event.lead_organisation_id, expert_id).profile.person
    return _count(actor, event, _sides([person]), challenge_ids)[person.id]


def foresee_invitee(actor: Actor, event: Event, asked: Invitee) -> Foreseen:
    """Return what an address and a named organisation say.

    Whoever has the address is not looked up, for that would tell whether anybody has.
    """
    named = panel.find_organisation_named(asked.organisation) if asked.organisation else None
    side = JurorSide(SOMEBODY, asked.email, named.id if named else None)
    return _count(actor, event, [side], asked.challenge_ids)[SOMEBODY]


def _sides(people: Collection[Person]) -> list[JurorSide]:
    query = select(Membership.person_id, Membership.organisation_id, Membership.created_at)
    places = query.where(Membership.person_id.in_([one.id for one in people]))
    since: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    for person_id, organisation_id, created_at in db.session.execute(places):
        since[person_id][organisation_id] = created_at
    return [JurorSide(one.id, one.email, None, since[one.id]) for one in people]


def _count(
    actor: Actor, event: Event, sides: Sequence[JurorSide], challenge_ids: Iterable[int]
) -> dict[int, Foreseen]:
    """Count the conflicts that count by themselves; what is closed to the reader is no part."""
    judged = select(Challenge.id).where(
        Challenge.event_id == event.id, Challenge.phase.not_in(sorted(OVER))
    )
    if wanted := set(challenge_ids):
        judged = judged.where(Challenge.id.in_(wanted))
    closed = closed_to(actor, event.id)
    found = ties.proposal_sides(db.session.scalars(judged).all())
    proposals = [one for one in found if one.key not in closed]
    pairs = detect_all(sides, proposals, {})
    total = len({one.key for one in proposals})
    by_key = {side.key: 0 for side in sides}
    for key, _proposal in pairs:
        by_key[key] += 1
    return {key: Foreseen(number, total) for key, number in by_key.items()}
