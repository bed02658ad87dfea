"""Every route of the application with its guard, so that none slips in unseen.

A new route fails this test until its line is added to `routes.txt`: read the line you add.
"""

from pathlib import Path

from flask import Flask

from app.web.guards import guard_of

TABLE = Path(__file__).with_name("routes.txt")


def table_of(app: Flask) -> list[str]:
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        guard = guard_of(app, rule.endpoint) or "NO GUARD"
        lines.append(f"{rule.rule:62} {methods:12} {guard}")
    return sorted(lines)


def test_every_route_is_listed_with_its_guard(application):
    assert table_of(application) == TABLE.read_text().splitlines()


def test_every_route_has_a_guard(application):
    assert [line for line in table_of(application) if line.endswith("NO GUARD")] == []
