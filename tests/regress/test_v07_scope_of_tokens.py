"""Row 7 (pretalx 2026.2.0): a limited key read team data and the tokens of invitations."""

import re

import pytest

from app.core.db import db
from app.identity.models import Invitation
from app.identity.services import link_of
from tests.api.day import make_day
from tests.api.program import Program
from tests.api.test_rules import OF_PEOPLE, UNSAFE, name_of, path_of
from tests.factories.events import make_team_member
from tests.factories.identity import make_api_token, make_person

LINK = re.compile(r"/(invitations|jury|tickets|e)/[a-z0-9]{13}[0-9a-f]{32}")


def test_no_answer_carries_the_token_of_an_invitation(app, client):
    day = make_day()
    program = Program(client, day.token)
    links = [link_of(one) for one in db.session.query(Invitation)]
    assert links
    for path, method, operation in OF_PEOPLE:
        if method == "get":
            answer = program.send("GET", path_of(path, day.names))
            text = answer.data.decode(errors="replace")
            assert [one for one in links if one in text] == [], name_of(operation)
            assert not LINK.search(text), name_of(operation)


@pytest.mark.one_database
def test_each_scope_is_refused_what_is_above_its_level(app, client):
    """Whose person has no role on the event, the token has none; whatever its scopes."""
    day = make_day()
    outsider = make_person()
    make_team_member(day.event, outsider, "scanner")
    refused = 0
    for scopes in (("read",), ("write",), ("read", "write")):
        program = Program.of(client, outsider, *scopes)
        for path, method, operation in OF_PEOPLE:
            scope = "write" if method in UNSAFE else "read"
            answer = program.send(method.upper(), path_of(path, day.names), json={})
            if scope not in scopes:
                assert (answer.status_code, name_of(operation)) == (403, name_of(operation))
                refused += 1
            elif "/team" in path and method in UNSAFE:
                assert answer.status_code in (403, 404, 422), name_of(operation)
    print(f"operations refused for their scope: {refused}")
    assert refused > 80


def test_a_token_never_makes_a_stronger_one(app, client):
    day = make_day()
    writing = Program.of(client, day.person, "write")
    limited = Program(client, make_api_token(day.person, event_id=day.event.id))
    body = {"name": "more", "scopes": ["read", "write"], "days": 30}
    stronger = writing.send("POST", "/me/tokens", json=body)
    assert (stronger.status_code, stronger.json["code"]) == (403, "token_stronger")
    assert limited.send("POST", "/me/tokens", json=body).status_code == 404
    made = writing.post("/me/tokens", {"name": "same", "scopes": ["write"], "days": 30})
    assert (made["scopes"], made["secret"][:4]) == (["write"], "ind_")
    longer = Program(client, made["secret"]).send(
        "POST", "/me/tokens", json={"name": "longer", "scopes": ["write"], "days": 31}
    )
    assert longer.json["code"] == "token_stronger"
