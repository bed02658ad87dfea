"""Pages of a list are turned within the list, whatever stands in its address."""

import pytest

from app.web.paging import numbered, turns


@pytest.mark.parametrize("name", ["endpoint", "_method", "_external", "_anchor", "slug"])
def test_an_address_cannot_lead_elsewhere(app, name):
    address = f"/manage/day/tickets/attendees?q=eva&{name}=PUT"
    with app.test_request_context(address):
        found = turns(2, has_more=True)
    assert found["next_url"] == f"{address}&page=3"
    assert found["previous_url"] == f"{address}&page=1"


@pytest.mark.parametrize(
    ("page", "items", "previous", "next_"),
    [(1, [0, 1], None, 2), (2, [2, 3], 1, 3), (3, [4], 2, None), (4, [], 3, None)],
)
def test_a_list_is_cut_where_its_address_says(app, page, items, previous, next_):
    asked = []

    def list_some(limit, offset):
        asked.append((limit, offset))
        return list(range(5))[offset : offset + limit]

    with app.test_request_context(f"/some?page={page}"):
        found, beside = numbered(list_some, 2)
    assert (found, asked) == (items, [(3, (page - 1) * 2)])
    assert beside == {
        "previous_url": previous and f"/some?page={previous}",
        "next_url": next_ and f"/some?page={next_}",
    }
