"""A challenge whose decisions stand and wait to be told; a third juror judged nothing."""

from dataclasses import dataclass

from app.core.authz import Actor
from app.core.uow import unit_of_work
from app.identity.models import Person
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import deciding
from tests.app.juries.scene import Scene, make_scene
from tests.factories.identity import actor_of, make_member
from tests.factories.juries import make_assignment, make_scorecard


@dataclass
class Decided:
    """The jury's scene with the writers of its two proposals."""

    jury: Scene
    winner: Person
    loser: Person

    @property
    def lead(self) -> Actor:
        """The organiser as an actor."""
        return self.jury.lead

    @property
    def loser_actor(self) -> Actor:
        """The writer of the proposal that was not selected."""
        return actor_of(self.loser, self.jury.proposals[1].organisation)

    @property
    def winner_actor(self) -> Actor:
        """The writer of the proposal that was selected."""
        return actor_of(self.winner, self.jury.proposals[0].organisation)


def make_decided(feedback: str = "Come back with a pilot.") -> Decided:
    """Decide on two proposals: the first is selected, the second is not."""
    jury = make_scene(proposals=2, jurors=3)
    for proposal, levels in zip(jury.proposals, [(5, 4), (2, 3)], strict=True):
        for juror in jury.jurors[:2]:
            make_scorecard(make_assignment(juror, proposal), *levels)
    people = [make_member(proposal.organisation) for proposal in jury.proposals]
    with unit_of_work():
        first, second = (one.id for one in jury.proposals)
        deciding.record_decision(jury.lead, first, Verdict(Outcome.SELECTED, "Best by far.", "Go."))
        lost = Verdict(Outcome.NOT_SELECTED, "Too early.", feedback)
        deciding.record_decision(jury.lead, second, lost)
    return Decided(jury, *people)
