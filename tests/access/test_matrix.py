"""Every method of every route, asked by everybody about three events: who is let in, what shows.

The table is `routes.txt`; a route that does not stand there fails. What a role that is let in may
see of an answer is `keys.txt` for the API, and for every answer: no canary of another event.
"""

import pytest
from flask import Flask

from app.core.db import db
from tests.access.asking import INSIDER, ROLES, Asker, Question, questions
from tests.access.keeping import Keeper
from tests.access.looking import SEEN_LOOKING, complaints
from tests.access.table import read_keys, read_routes
from tests.access.world import OWN, SIDES, make_world
from tests.conftest import IS_LONG

PARTS = 4  # so that several workers share them
FOREIGN = [side for side in SIDES if side != OWN]


@pytest.fixture
def asker(app):
    return Asker(app, make_world())


@pytest.fixture
def keeper(asker):
    keeper = Keeper(db.engine)
    yield keeper
    keeper.close()


def in_order(app: Flask) -> list[Question]:
    return sorted(questions(app), key=str)


def test_every_route_is_classified(application):
    asked = [str(question) for question in in_order(application)]
    table = read_routes()
    assert [one for one in asked if one not in table] == []
    assert [one for one in table if one not in asked] == []


def skips(side: str, turn: int) -> bool:
    """Whether the long run alone asks this: here a third of the roles ask about a foreign event.

    Which roles and which event differ by route.
    """
    return not IS_LONG and side != OWN and turn % 6 != FOREIGN.index(side)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_gets_what_is_theirs(app, asker, keeper, part, say):
    """Deviations from the tables, leaks, crashes, and GETs that write: there is none of them."""
    routes, keys, wrong = read_routes(), read_keys(), []
    asked = in_order(app)[part::PARTS]
    for number, question in enumerate(asked):
        for side in SIDES:
            for turn, role in enumerate(ROLES):
                if skips(side, number + turn):
                    continue
                answer = asker.ask(question, role, side)
                found = list(complaints(question, role, side, answer, routes, keys))
                seen = SEEN_LOOKING if role == INSIDER else set()
                if (written := keeper.restore() - seen) and question.method == "GET":
                    found.append(f"writes {sorted(written)}")
                wrong += [f"{question} as {role} about {side}: {one}" for one in found]
    scopes = len(SIDES) if IS_LONG else "1 1/3"
    count = f"{len(asked)} routes x {len(ROLES)} roles x {scopes} scopes checked"
    say(f"access, part {part + 1} of {PARTS}: {count}, deviations {len(wrong)}")
    assert wrong[:30] == []
