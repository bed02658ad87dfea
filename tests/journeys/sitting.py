"""Where a jury sits in a journey: the event, its organiser, what each juror has to judge."""

from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import db
from app.core.uow import in_unit_of_work
from app.events.models import Event
from app.identity.models import Person
from app.identity.queries import actor_for
from app.juries.models import Assignment, Juror
from app.juries.queries.rounds import rubric_of
from app.juries.rules.judging import Judgement, Mark
from app.juries.services import scoring
from app.proposals.models import Proposal
from tests.journeys.walk import Walker

ON_THE_TRAIN = "Żółkiewska"  # scores on her phone
REASON = "Measured, with figures that can be checked."
TO_PROPOSER = "Strong measurements. Show the service costs."


@dataclass
class Room:
    """The event, who runs it, and what each proposal is worth by its title."""

    event: Event
    organiser: Walker
    worth: dict[str, float]

    @property
    def place(self) -> str:
        return f"/manage/{self.event.slug}/jury"


def anna() -> Person:
    return db.session.scalars(select(Person).where(Person.email == "anna@example.org")).one()


def juror_named(family: str) -> Juror:
    db.session.rollback()
    query = select(Juror).join(Juror.person).where(Person.family_name == family)
    return db.session.scalars(query).one()


def duties_of(juror: Juror) -> list[Assignment]:
    query = select(Assignment).where(Assignment.juror_id == juror.id)
    query = query.join(Assignment.proposal).where(Assignment.recused_at.is_(None))
    return list(db.session.scalars(query.order_by(Proposal.title)))


def hand_in(duty: Assignment, level: int) -> None:
    marks = {row.key: Mark(level, REASON) for row in rubric_of(duty.round).criteria}
    judgement = Judgement(marks, comment_to_proposer=TO_PROPOSER)
    actor = actor_for(duty.juror.person)
    in_unit_of_work(lambda: scoring.submit_scorecard(actor, duty.id, judgement, version=0))
