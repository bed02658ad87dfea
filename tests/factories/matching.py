"""Organisations and challenges that suit each other, and invitations, for tests."""

from typing import Any

from app.challenges.models import Challenge
from app.core import clock
from app.core.uow import unit_of_work
from app.events.models import Event
from app.identity.models import Organisation
from app.identity.rules.profiles import LabelKind
from app.matching.models import ChallengeInvitation
from app.matching.services import keep_suggestions
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.directory import add_label, add_offer, make_listed


def make_cooler(**values: Any) -> Organisation:
    """Make a company of the directory that knows cold stores."""
    made = make_listed(**({"description": "We control cooling plants of cold stores"} | values))
    for keyword in ("cold storage", "defrost"):
        add_label(made, LabelKind.KEYWORD, keyword)
    add_label(made, LabelKind.NACE, "28.25")
    add_offer(made, "Less energy in chilled storage")
    return made


def make_stranger(**values: Any) -> Organisation:
    """Make a company of the directory that knows something else."""
    made = make_listed(**({"description": "Guided tours along the coast"} | values))
    add_label(made, LabelKind.KEYWORD, "tourism")
    return made


def make_call(event: Event | None = None, **values: Any) -> Challenge:
    """Make an open challenge about cold stores."""
    tags = {"keywords": ["cold storage", "defrost"], "nace": ["28.2"]}
    return make_challenge(event, **(tags | values))


def work_out() -> None:
    """Work the suggestions out."""
    with unit_of_work():
        keep_suggestions(clock.now())


def make_invitation(challenge: Challenge, one: Organisation, place: int = 1) -> ChallengeInvitation:
    """Invite an organisation to a challenge."""
    ids = {"challenge_id": challenge.id, "organisation_id": one.id}
    return saved(lambda: ChallengeInvitation(**ids, invited_on=clock.now().date(), place=place))
