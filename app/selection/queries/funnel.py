"""The funnel of each challenge of an event, and how long its applicants waited."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.challenges.models import Challenge
from app.challenges.rules.phases import has_closed
from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.events.policies import Fence
from app.juries.queries.progress import once_shortlisted
from app.proposals.models import Proposal
from app.proposals.queries import Funnel, list_funnels, of_those
from app.selection.queries.drafts import count_by_challenge
from app.selection.rules.drafts import count_bands
from challenges.clocks import Clocks, Waiting, read_clocks
from challenges.lifecycle import ProposalState

# Whoever has come to the second of a pair has passed the first.
BEYOND = {
    "eligible": ("eligible", "shortlisted", "selected", "not_selected"),
    "shortlisted": ("shortlisted", "selected"),
    "selected": ("selected",),
}


@dataclass(frozen=True)
class ChallengeFunnel:
    """How far the proposals of a challenge have come, and its clocks once it has closed."""

    challenge: Challenge
    started: int
    drafts: dict[str, int]
    submitted: int
    eligible: int
    shortlisted: int
    selected: int
    waiting: int
    clocks: Clocks | None


def list_challenge_funnels(event: Event, seen: Fence) -> list[ChallengeFunnel]:
    """Return the funnel of each challenge of an event, of the proposals within a fence."""
    drafts, waits = count_by_challenge(event, seen), _waits(event, seen)
    passed_over = _passed_over(event, seen)
    found = []
    for one in list_funnels(event, seen):
        own = one.challenge.id
        bands = count_bands(drafts.get(own, ()))
        found.append(_funnel(one, bands, waits[own], passed_over[own]))
    return found


def _funnel(
    one: Funnel, drafts: dict[str, int], waits: list[Waiting], passed_over: int
) -> ChallengeFunnel:
    reached = {
        step: sum(one.counts.get(state, 0) for state in states) for step, states in BEYOND.items()
    }
    return ChallengeFunnel(
        challenge=one.challenge,
        started=one.started,
        drafts=drafts,
        submitted=one.submitted,
        waiting=one.counts.get(ProposalState.SUBMITTED, 0),
        clocks=_clocks(one.challenge, waits),
        **(reached | {"shortlisted": reached["shortlisted"] + passed_over}),
    )


def _passed_over(event: Event, seen: Fence) -> Counter[int]:
    """Return how many were on the shortlist before they were not selected, by challenge.

    Within a fence, and of what is closed, only those who were told, like every other outcome.
    """
    query = (
        select(Proposal.challenge_id, Proposal.id)
        .join(Proposal.challenge)
        .where(Challenge.event_id == event.id, *of_those(seen))
        .where(Proposal.state == ProposalState.NOT_SELECTED)
    )
    is_told = Proposal.outcome_told_at.is_not(None)
    if not seen.is_open:
        query = query.where(is_told)
    if seen.closed:
        query = query.where(or_(is_told, Proposal.id.not_in(seen.closed)))
    once = once_shortlisted(event)
    return Counter(challenge_id for challenge_id, own in db.session.execute(query) if own in once)


def _clocks(challenge: Challenge, waits: list[Waiting]) -> Clocks | None:
    if challenge.closes_at is None or not waits or not has_closed(challenge, clock.now()):
        return None
    zone = challenge.event.timezone
    return read_clocks(waits, challenge.closes_at, challenge.decision_on, zone)


def _waits(event: Event, seen: Fence) -> dict[int, list[Waiting]]:
    """Return the waits of what was handed in and not taken back, by challenge."""
    query = (
        select(Proposal.challenge_id, Proposal.first_reply_at, Proposal.outcome_told_at)
        .join(Proposal.challenge)
        .where(Challenge.event_id == event.id, *of_those(seen))
        .where(Proposal.submitted_at.is_not(None), Proposal.state != ProposalState.WITHDRAWN)
    )
    found: dict[int, list[Waiting]] = defaultdict(list)
    for challenge_id, first_reply_at, told_at in db.session.execute(query):
        found[challenge_id].append(Waiting(first_reply_at, told_at))
    return found
