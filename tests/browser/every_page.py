"""Which pages there are and who may open each: what `test_every_page.py` goes through."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from zlib import crc32

from flask import Flask
from werkzeug.test import TestResponse

from app.core.ids import encode_id
from app.identity.models import OrganisationKind, Person
from app.identity.rules import MemberRole
from app.web.guards import DEVICE, PUBLIC, TOKEN
from tests.access.asking import ANONYMOUS, Asker, Question, questions
from tests.access.world import OWN, make_world
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_member, make_organisation
from tests.factories.proposals import make_proposal

LIKELY = ("lead", "operator", "attendee", "owner", "juror", "proposer", "reader")
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
SCHEMES = ("light", "dark")
FEW = 10  # one in so many is looked at in a short run
LOOKS = tuple((size, scheme) for size in SIZES for scheme in SCHEMES)
# What the address of a page needs beside, and what a parameter of it means.
QUERIES = {"challenges.move_challenge": {"to": "screening"}}
MEANT = {
    "challenges.edit_challenge": {"challenge_id": "draft_id"},
    "challenges.edit_step": {"challenge_id": "draft_id"},
    "proposals.edit_proposal": {"proposal_id": "unsent_id"},
}


@dataclass(frozen=True)
class Visit:
    """A page of the own event, and somebody who gets it to see."""

    question: Question
    role: str
    path: str

    @property
    def drawn(self) -> tuple[str, str]:
        """Return the size and scheme that fall to the page by its name."""
        return LOOKS[self._number % len(LOOKS)]

    @property
    def is_drawn(self) -> bool:
        """Whether it is among the few that are looked at where there is little time."""
        return self._number // len(LOOKS) % FEW == 0

    @property
    def _number(self) -> int:
        return crc32(self.question.endpoint.encode())


def make_asker(app: Flask) -> Asker:
    """Make the world, with a proposal that is not sent, and a reader who observes two clusters."""
    world = make_world()
    own = world.sides[OWN]
    for _ in range(2):
        observed = make_organisation(kind=OrganisationKind.CLUSTER)
        make_member(observed, own.people["reader"], role=MemberRole.OBSERVER)
    own.names["unsent_id"] = encode_id(_unsent(own.event, own.people["proposer"]))
    return Asker(app, world)


def _unsent(event: object, author: Person) -> int:
    home = make_organisation()
    make_member(home, author)
    proposal = make_proposal(
        make_challenge(event), organisation_id=home.id, created_by_id=author.id
    )
    return proposal.id


def readable(app: Flask) -> list[Question]:
    """Return every address that may answer with a page, in the order of their names."""
    found = (one for one in questions(app) if one.method == "GET" and _is_for_people(one))
    return sorted(found, key=str)


def _is_for_people(question: Question) -> bool:
    return question.guard not in (TOKEN, DEVICE) and not question.rule.startswith("/api/")


def visit(asker: Asker, question: Question) -> Visit | None:
    """Return who sees the page, or None if nobody gets one from this address."""
    path, asked = _path(asker, question), QUERIES.get(question.endpoint, {})
    for role in _readers(question):
        if _is_page(asker.browsers[role].ask("GET", path, asked)):
            return Visit(question, role, f"{path}?{urlencode(asked)}" if asked else path)
    return None


def _path(asker: Asker, question: Question) -> str:
    names = asker.world.sides[OWN].names
    meant = MEANT.get(question.endpoint, {})
    known = names | {name: names[other] for name, other in meant.items()}
    return asker.path(question, known)


def _readers(question: Question) -> Iterator[str]:
    if question.guard == PUBLIC:
        yield ANONYMOUS
    yield from LIKELY


def _is_page(answer: TestResponse) -> bool:
    """Whether this is a whole page, no fragment of one, no file and no way elsewhere."""
    is_html = answer.status_code == 200 and answer.mimetype == "text/html"
    return is_html and answer.text.lstrip().lower().startswith("<!doctype html>")
