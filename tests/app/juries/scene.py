"""A jury for tests: an event with an organiser, a challenge before its jury, proposals, jurors."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.challenges.models import Challenge
from app.core import clock
from app.core.authz import Actor
from app.events.models import Event, TeamRole
from app.identity.models import Person
from app.juries.models import Juror
from app.juries.rules.judging import Judgement, Mark
from app.proposals.models import Proposal
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.juries import make_juror
from tests.factories.proposals import make_submitted_proposal


@dataclass
class Scene:
    """What most tests of juries begin with."""

    event: Event
    organiser: Person
    challenge: Challenge
    proposals: list[Proposal]
    jurors: list[Juror]

    @property
    def lead(self) -> Actor:
        """The organiser as an actor."""
        return actor_of(self.organiser)

    def juror(self, number: int = 0) -> Actor:
        """One of the jurors as an actor."""
        return actor_of(self.jurors[number].person)


def make_scene(*, phase: str = "jury", proposals: int = 1, jurors: int = 1, **values: Any) -> Scene:
    """Make an event with eligible proposals and a panel; nothing is assigned."""
    event = make_event()
    organiser = make_person(given_name="Lena", family_name="Vogt")
    make_team_member(event, organiser, TeamRole.LEAD)
    now = clock.now()
    closed = {"opens_at": now - timedelta(days=30), "closes_at": now - timedelta(days=1)}
    challenge = make_challenge(event, phase=phase, **(closed | values))
    titles = [f"Proposal {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:proposals]]
    made = [make_submitted_proposal(challenge, state="eligible", title=title) for title in titles]
    people = [make_person(given_name="Juror", family_name=f"No {n + 1}") for n in range(jurors)]
    return Scene(
        event, organiser, challenge, made, [make_juror(event, person_id=p.id) for p in people]
    )


def full(value: int = 4, **more: str) -> Judgement:
    """Return a complete judgement with the same level for both criteria."""
    return Judgement({"fit": Mark(value, "Because."), "team": Mark(value, "Because.")}, **more)
