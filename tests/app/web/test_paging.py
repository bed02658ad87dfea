"""Pages of a list are turned within the list, whatever stands in its address."""

import pytest

from app.web.paging import turns


@pytest.mark.parametrize("name", ["endpoint", "_method", "_external", "_anchor", "slug"])
def test_an_address_cannot_lead_elsewhere(app, name):
    address = f"/manage/day/tickets/attendees?q=eva&{name}=PUT"
    with app.test_request_context(address):
        found = turns(2, has_more=True)
    assert found["next_url"] == f"{address}&page=3"
    assert found["previous_url"] == f"{address}&page=1"
