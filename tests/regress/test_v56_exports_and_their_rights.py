"""Row 56 (CVE-2026-11764, eventyay #6581): exports asked for less than the pages they come from."""

import pytest

from app.events.models import TeamRole
from app.identity.queries import get_organisation
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories.billing import make_billed
from tests.factories.identity import make_person
from tests.factories.tickets import make_voucher

OURS, THEIRS = "zzours@example.org", "zztheirs@example.org"
ATTENDEES, REPORT = "/manage/day/tickets/attendees.csv", "/manage/day/participants/report.csv"
RECORDS = "/admin/records.csv"


@pytest.fixture
def scene(app):
    scene = Scene()
    scene.ticket(scene.beside.id, email=OURS)
    scene.ticket(scene.lead_id, email=THEIRS)
    return scene


def asked(app, person, path):
    """Return the status, and whose addresses are in what is given."""
    answer = Browser(app).sign_in(person).get(path)
    return answer.status_code, [one for one in (OURS, THEIRS) if one in answer.text]


@pytest.mark.parametrize(
    ("role", "attendees", "report"),
    [
        (TeamRole.LEAD, (200, [OURS, THEIRS]), 200),
        (TeamRole.CO_ORGANISER, (200, [OURS]), 200),
        (TeamRole.SCANNER, (404, []), 403),
        (TeamRole.REPORT_READER, (404, []), 403),
    ],
)
def test_a_table_holds_what_its_reader_sees_at_the_page(app, scene, role, attendees, report):
    home = scene.lead_id if role is TeamRole.LEAD else scene.beside.id
    person = scene.person(role, get_organisation(home))
    assert asked(app, person, ATTENDEES) == attendees
    assert asked(app, person, REPORT) == (report, [])


def test_nobody_from_outside_gets_a_table(app, scene):
    for person in (make_person(), make_person(is_operator=True)):
        for path in (ATTENDEES, REPORT):
            status, found = asked(app, person, path)
            assert (path, status in (403, 404), found) == (path, True, [])
    assert Browser(app).sign_in(make_person()).get(RECORDS).status_code in (403, 404)
    assert Browser(app).sign_in(make_person(is_operator=True)).get(RECORDS).status_code == 200


@pytest.mark.parametrize("role", [TeamRole.LEAD, TeamRole.CO_ORGANISER, TeamRole.DESK])
def test_a_table_of_money_or_codes_asks_for_what_its_page_asks_for(app, scene, role):
    """Its page, its CSV and its XLSX open for the same people, and the lead is one of them."""
    make_billed(scene.event)
    make_voucher(scene.event)
    home = scene.lead_id if role is TeamRole.LEAD else scene.beside.id
    browser = Browser(app).sign_in(scene.person(role, get_organisation(home)))
    for page in ("billing/invoices", "tickets/vouchers", "tickets/attendees"):
        here = f"/manage/day/{page.removesuffix('/invoices')}"
        seen = browser.get(here).status_code == 200
        found = [browser.get(f"/manage/day/{page}.{kind}").status_code for kind in ("csv", "xlsx")]
        assert [one == 200 for one in found] == [seen, seen], page
        assert seen or role is not TeamRole.LEAD, page
        if page != "tickets/attendees":  # a co-organiser and the desk see people, and no money
            assert seen == (role is TeamRole.LEAD), page
