"""Row 57 (pretalx 2026.2.0 and others): a token that may read could upload."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.core.ids import encode_id
from app.web.guards import SAFE, TOKEN, guard_of
from tests.api.day import make_day
from tests.factories.identity import make_api_token
from tests.regress.everything import everything

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def routes_that_change(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if guard_of(app, rule.endpoint) == TOKEN
        for method in sorted((rule.methods or set()) - SAFE)
    ]


@pytest.mark.one_database
def test_a_token_that_reads_is_refused_by_every_route_that_changes(app, client):
    day = make_day()
    reading = {"Authorization": f"Bearer {make_api_token(day.person, 'read')}"}
    before, asked = everything(), 0
    for rule, method in routes_that_change(app):
        path = PLACE.sub(lambda place: str(day.names.get(place[1], encode_id(1))), rule.rule)
        bodies: tuple[Any, ...] = ({"json": {}}, {"data": {"file": (BytesIO(b"%PDF-"), "a.pdf")}})
        for body in bodies:
            answer = client.open(path, method=method, headers=reading, **body)
            assert (answer.status_code, answer.json["code"]) == (403, "scope_missing"), path
        asked += 1
    assert everything() == before
    print(f"routes that change, asked by a token that reads: {asked}, served 0")
    assert asked > 45
