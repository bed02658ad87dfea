"""The 39 proposals of the demo, screened, and the habits of the twelve who will judge them."""

from dataclasses import dataclass

from app.challenges.models import Challenge, ChallengeCriterion
from app.challenges.queries import get_library_brief
from app.core.db import db
from app.core.uow import unit_of_work
from app.demo.rules import script
from app.events.models import Event
from app.identity.models import Organisation, OrganisationKind
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_organisation
from tests.factories.proposals import make_submitted_proposal

STRICT, LENIENT, FLAT = "Weißmüller", "Wójcik-Brzoza", "Brandt"
LATE = "Fuentes Lorca"
ALTERNATE = "Пеева"
CONFLICTED = ("Колев", "Ostermann")
BIAS = {STRICT: -1.0, LENIENT: 1.0}
MIDDLE = 3


@dataclass(frozen=True)
class Sitting:
    """A juror of the demo, and how they score."""

    given_name: str
    family_name: str
    email: str

    def level(self, worth: float) -> int:
        """Return the level that this juror gives to a proposal of some worth from 0 to 5."""
        if self.family_name == FLAT:
            return MIDDLE
        return min(max(round(worth + BIAS.get(self.family_name, 0.0)), 0), 5)


def sittings() -> list[Sitting]:
    """Return the twelve jurors of the demo, by family name."""
    rows = [row for row in script.people() if row.label == "Juror"]
    people = [
        Sitting(row.given, row.family, f"juror{n}@jury.example") for n, row in enumerate(rows)
    ]
    return sorted(people, key=lambda one: one.family_name)


def call_for_proposals(event: Event) -> dict[str, float]:
    """Make the seven challenges and 39 eligible proposals; return what each is worth by title."""
    homes: dict[str, Organisation] = {}
    worth = {}
    for row in script.challenges("finished"):
        owner = home(homes, row.owner, OrganisationKind.LARGE_COMPANY)
        challenge = make_challenge(
            event,
            phase="screening",
            title=get_library_brief(row.brief).title,
            owner_organisation_id=owner.id,
        )
        take_criteria(challenge, row.brief)
        for bid in script.proposals(row.key):
            if bid.fate in script.EVALUATED:
                author = home(homes, bid.organisation, OrganisationKind.SME)
                make_submitted_proposal(
                    challenge,
                    state="eligible",
                    title=bid.title,
                    summary=bid.summary,
                    organisation_id=author.id,
                )
                worth[bid.title] = bid.level
    return worth


def home(homes: dict[str, Organisation], name: str, kind: OrganisationKind) -> Organisation:
    """Return the organisation of that name, made once."""
    if name not in homes:
        homes[name] = make_organisation(kind=kind, name=name)
    return homes[name]


def take_criteria(challenge: Challenge, brief: str) -> None:
    """Put the criteria of a library brief in the place of the usual two."""
    with unit_of_work():
        kept = db.session.get_one(Challenge, challenge.id)
        kept.criteria = []
        db.session.flush()
        kept.criteria = [
            ChallengeCriterion(
                position=position,
                key=row.key,
                name=row.name,
                description=row.description,
                weight=row.weight,
                levels=list(row.levels),
            )
            for position, row in enumerate(get_library_brief(brief).criteria)
        ]
