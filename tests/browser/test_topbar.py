"""The top bar of a phone: an event's long name is cut, and covers nothing."""

import pytest

from app.core.ids import encode_id
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.proposals import make_proposal

pytestmark = pytest.mark.browser
NAME = "Open Innovation Day Smart Industry, Circular Packaging and Kühlkettenlogistik"
# Where the title ends, whether it is cut with an ellipsis, where the reader's own menu begins.
PLACES = """() => {
  const title = document.querySelector(".switcher__title");
  const isCut = title.scrollWidth > title.clientWidth
    && getComputedStyle(title).textOverflow === "ellipsis";
  const ends = document.querySelector(".switcher").getBoundingClientRect().right;
  const begins = document.querySelector(".profile").getBoundingClientRect().left;
  return [isCut, ends <= begins, document.documentElement.scrollWidth <= innerWidth];
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_the_name_of_a_managed_event_is_cut(width, phone, signed_in_as):
    event, person = make_event(name=NAME), make_person()
    make_team_member(event, person)
    phone.set_viewport_size({"width": width, "height": 740})
    signed_in_as(phone, person).goto(f"/manage/{event.slug}")

    assert phone.evaluate(PLACES) == [True, True, True]


@pytest.mark.parametrize("width", [320, 360])
def test_the_name_of_an_event_that_others_manage_is_cut(width, phone, signed_in_as):
    proposal = make_proposal(make_challenge(make_event(name=NAME)), title="x" * 160)
    address = f"/proposals/{encode_id(proposal.id)}"
    phone.set_viewport_size({"width": width, "height": 740})
    signed_in_as(phone, proposal.created_by)

    for page in ("", "/edit", "/check"):
        phone.goto(address + page)
        assert phone.evaluate(PLACES) == [True, True, True]
