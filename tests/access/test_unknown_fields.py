"""What a program sends beside the fields that a route knows is refused, never silently dropped.

Among it are the ids that a row was authorised against (CVE-2026-93661) and the marks of power.
"""

import pytest
from werkzeug.test import TestResponse

from app.core.db import db
from app.web.guards import DEVICE, TOKEN
from tests.access.asking import Asker, is_refused, questions
from tests.access.bodies import body_of
from tests.access.keeping import Keeper
from tests.access.world import OWN, make_world

pytestmark = pytest.mark.slow
FORBIDDEN = (
    *("id", "event_id", "tenant_id", "owner_id", "person_id", "created_by_id", "is_operator"),
    *("state", "role", "organisation_id", "nonsense"),
)
ROLES = ("lead", "owner", "proposer", "juror", "scanner")


def is_refused_for(field: str, answer: TestResponse) -> bool:
    """Whether the asker may not at all, or is told that this field is not known."""
    said = (answer.json or {}).get("errors", {}).get("json", {})
    return is_refused(answer) or (answer.status_code == 422 and field in said)


def test_no_route_takes_a_field_that_it_does_not_know(app, say):
    asker = Asker(app, make_world())
    keeper = Keeper(db.engine)
    names, taken, sent = asker.world.sides[OWN].names, [], 0
    for question in questions(app):
        if question.guard not in (TOKEN, DEVICE) or question.method == "GET":
            continue
        body = body_of(app, question.endpoint, names).get("json")
        for field in FORBIDDEN if body else ():
            if field in body:
                continue
            for role in ROLES:
                answer = asker.ask_api(question, role, names, {"json": body | {field: "1"}})
                sent += 1
                if not is_refused_for(field, answer) or keeper.restore():
                    taken.append((str(question), field, role, answer.status_code))
    keeper.close()
    say(f"fields: {sent} bodies with a field that the route does not know, {len(taken)} taken")
    assert taken == []
