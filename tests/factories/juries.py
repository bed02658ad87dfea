"""Jurors, assignments and scorecards for tests."""

from typing import Any

from app.core import clock
from app.events.models import Event
from app.juries.models import Assignment, Juror, Score, Scorecard
from app.proposals.models import Proposal
from tests.factories import saved
from tests.factories.identity import make_person


def make_juror(event: Event, **values: Any) -> Juror:
    """Put a person on the panel of an event; a new person unless one is given."""
    person_id = values.pop("person_id", None) or make_person().id
    return saved(lambda: Juror(event_id=event.id, person_id=person_id, **values))


def make_assignment(juror: Juror, proposal: Proposal) -> Assignment:
    """Give a juror a proposal to judge."""
    return saved(lambda: Assignment(juror_id=juror.id, proposal_id=proposal.id))


def make_scorecard(assignment: Assignment, *values: int) -> Scorecard:
    """Make a submitted scorecard with these levels, in the order of the criteria."""
    criteria = assignment.proposal.challenge.criteria
    card = Scorecard(assignment_id=assignment.id, submitted_at=clock.now(), comment="Seen.")
    for criterion, value in zip(criteria, values, strict=True):
        card.scores.append(Score(criterion_id=criterion.id, value=value, comment="Because."))
    return saved(lambda: card)
