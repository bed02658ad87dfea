"""Who is not signed in is led to sign in, and back to where they were going."""

from tests.factories.checkin import make_gate
from tests.factories.events import make_event


def test_a_page_leads_to_the_sign_in(app, client):
    answer = client.get("/home")
    assert (answer.status_code, answer.location) == (302, "/sign-in")


def test_a_part_that_refreshes_itself_loads_its_page_again(app, client):
    make_gate(make_event(slug="day"))
    answer = client.get("/manage/day/checkin/live", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    with client.session_transaction() as session:
        assert "after_sign_in" not in session
