"""Row 61 (CVE-2026-121857): whoever had some role read the ticket codes of all orders."""

import pytest

from app.events.models import TeamRole
from app.identity.queries import get_organisation
from app.tickets.queries import codes_of, get_ticket, link_of
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories.identity import make_api_token
from tests.regress.tables import text_of

LISTS = (
    *("/tickets/attendees", "/tickets/attendees.csv", "/tickets/attendees?state=all"),
    *("/checkin", "/checkin/desk?q=pappas", "/mail", "/badges", ""),
    *("/tickets/attendees.xlsx", "/tickets/requests", "/tickets/waiting", "/tickets/needs.csv"),
    *("/tickets/doubles", "/billing", "/billing/invoices.csv", "/billing/payments"),
)
ROLES = (TeamRole.LEAD, TeamRole.CO_ORGANISER, TeamRole.DESK)


@pytest.mark.parametrize("role", ROLES)
def test_no_list_and_no_export_holds_the_code_of_a_ticket(app, client, role):
    scene = Scene()
    ticket = get_ticket(scene.ticket(scene.beside.id, search_key="pappas").id)
    codes = codes_of(ticket)
    secrets = (codes.token, codes.letters, link_of(ticket))
    person = scene.person(role, get_organisation(scene.beside.id))
    browser = Browser(client.application).sign_in(person)
    for rest in LISTS:
        text = text_of(browser.get(f"/manage/day{rest}"))
        assert [one for one in secrets if one in text] == [], rest
    key = {"Authorization": f"Bearer {make_api_token(person)}"}
    listed = client.get("/api/v1/events/day/tickets", headers=key)
    assert len(listed.json["items"]) == 1
    assert [one for one in secrets if one in listed.text] == []
