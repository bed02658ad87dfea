"""CVE-2026-28352 (Indico): the operations on a series of events had no access check.

Who else is let in where is what `tests/access` asks.
"""

from app.web.guards import PUBLIC, guard_of
from tests.access.table import read_routes

OPEN = (
    "briefs",
    "challenges",
    "cluster-mapping",
    "devices/pair",
    "devices/wiped",
    "directory",
    "ecosystems",
)


def test_nobody_gets_anything_of_the_interface_without_a_token_but_what_is_public(application):
    guards = {
        rule.rule: guard_of(application, rule.endpoint)
        for rule in application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    let_in = {
        question.split()[1]
        for question, sides in read_routes().items()
        if "/api/v1/" in question and any("anonymous" in roles for roles in sides.values())
    }
    assert let_in == {rule for rule, guard in guards.items() if guard == PUBLIC}
    assert len(let_in) < len(guards) / 10
