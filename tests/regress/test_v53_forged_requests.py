"""CVE-2021-21241 and others: no page acts on a request that another site could have sent."""

import pytest

from app.core.db import db
from tests.access.asking import Asker, questions
from tests.access.bodies import form_of
from tests.access.keeping import Keeper
from tests.access.world import OWN, make_world

pytestmark = [pytest.mark.slow, pytest.mark.one_database]
FORGED = {
    "no token": {},
    "an empty token": {"X-CSRFToken": ""},
    "somebody else's token": {"X-CSRFToken": "IjAwMDAi.aSFyWw.abcdefghijklmnopqrstuvwxyz0"},
    "from another site": {"Sec-Fetch-Site": "cross-site"},
    "from a sister site": {"Sec-Fetch-Site": "same-site"},
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_request_changes_nothing(app, kind):
    asker = Asker(app, make_world())
    keeper = Keeper(db.engine)
    lead, side = asker.browsers["lead"], asker.world.sides[OWN]
    right = {"X-CSRFToken": lead.csrf} if kind.startswith("from") else {}
    acted = []
    for question in questions(app):
        is_form = question.guard in ("signed in", "public") and question.method != "GET"
        view = app.view_functions[question.endpoint]
        if not is_form or question.rule.startswith("/api/") or getattr(view, "csrf_exempt", False):
            continue
        path, values = asker.path(question, side.names), form_of(question.endpoint, side.names)
        answer = lead.send(question.method, path, values, right | FORGED[kind])
        if answer.status_code not in (400, 403) or keeper.restore():
            acted.append((str(question), answer.status_code))
    keeper.close()
    assert acted == []
