"""Every route of the application with its guard, so that none slips in unseen.

A new route fails this test until `python3 innoday.py describe` has added its line to `routes.txt`:
read the line that it adds.
"""

from app.web.description import ROUTES, route_table


def test_every_route_is_listed_with_its_guard(application):
    assert route_table(application).splitlines() == ROUTES.read_text().splitlines()


def test_every_route_has_a_guard(application):
    lines = route_table(application).splitlines()
    assert [line for line in lines if line.endswith("NO GUARD")] == []
