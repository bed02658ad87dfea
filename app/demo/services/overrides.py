"""Outcomes of the finished event that depart from its ranking, each signed by a second person."""

from collections.abc import Iterator

from app.core.ids import encode_id
from app.demo.services.decisions import ONCE_SHORTLISTED, rank_bids
from app.demo.services.stage import Bid, Book, Call, Stage, write
from app.identity.models import Person
from app.identity.queries import actor_for
from app.juries.facts import OverrideAsked, OverrideSigned
from app.juries.models import Override
from app.juries.rules.departing import Departure, Standing, departure
from app.juries.rules.judging import Outcome
from app.juries.rules.roles import COUNTING
from app.proposals.queries import is_tied

ASKED_AT, SIGNED_AT = "15:24", "15:36"
CHOSEN = "The panel preferred it after the pitches, for what the scores of the reading do not show."
LEFT = "The panel shared one doubt that weighs more than the place in the ranking."


def write_overrides(stage: Stage, book: Book) -> None:
    """Write who asked for what departs from the ranking, why, and who signed it beside them."""
    for call in book.calls:
        places = rank_bids(call)
        signer = _signer(book, call)
        made = [
            _override(stage, book, bid, signer, places[bid.key], found)
            for bid, found in _departures(call, places)
        ]
        write(made)
        for one in made:
            _note(stage, book, one)


def _departures(call: Call, places: dict[str, int]) -> Iterator[tuple[Bid, Departure]]:
    """Decide again in order, first what was not selected, and return what departs."""
    judged = [bid for bid in call.bids if bid.key in places]
    standing = {bid.key: Standing(bid.proposal.id, places[bid.key], _before(bid)) for bid in judged}
    for bid in sorted(judged, key=lambda one: (one.proposal.state, places[one.key])):
        outcome = Outcome(bid.proposal.state)
        if found := departure(bid.proposal.id, outcome, list(standing.values())):
            yield bid, found
        standing[bid.key] = Standing(bid.proposal.id, places[bid.key], outcome)


def _before(bid: Bid) -> str | None:
    return Outcome.SHORTLISTED if bid.row.fate in ONCE_SHORTLISTED else None


def _signer(book: Book, call: Call) -> Person:
    """Return the first of the panel whom nothing ties to a proposal of the challenge."""
    jurors = sorted(book.jurors.values(), key=lambda one: one.person.family_name)
    people = (one.person for one in jurors if one.role in COUNTING)
    return next(one for one in people if not is_tied(actor_for(one), call.challenge.id))


def _override(
    stage: Stage, book: Book, bid: Bid, signer: Person, rank: int, found: Departure
) -> Override:
    proposal, is_chosen = bid.proposal, bid.row.fate == "selected"
    return Override(
        id=stage.ids.new(),
        challenge_id=proposal.challenge_id,
        proposal_id=proposal.id,
        decision_version=1 if bid.row.fate in ONCE_SHORTLISTED else 0,
        rank=rank,
        passed=[encode_id(one) for one in found.passed],
        outcome=proposal.state,
        reason=proposal.state_reason,
        feedback=proposal.feedback,
        grounds=f"{CHOSEN} {bid.row.strength}" if is_chosen else f"{LEFT} {bid.row.doubt}",
        asked_by_id=stage.lead().id,
        asked_at=book.day.at(ASKED_AT),
        signed_by_id=signer.id,
        signed_at=book.day.at(SIGNED_AT),
        version=2,
    )


def _note(stage: Stage, book: Book, one: Override) -> None:
    about = {"event_id": book.event.id, "override_id": one.id, "challenge_id": one.challenge_id}
    about |= {"proposal_id": one.proposal_id}
    asked = OverrideAsked(actor_id=one.asked_by_id, outcome=one.outcome, **about)
    signed = OverrideSigned(actor_id=one.signed_by_id, outcome=one.outcome, **about)
    stage.deeds += [(one.asked_at, asked), (one.signed_at or one.asked_at, signed)]
