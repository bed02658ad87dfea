"""Row 56 (CVE-2026-11764, eventyay #6581): exports asked for less than the pages they come from."""

import pytest

from app.events.models import TeamRole
from app.identity.queries import get_organisation
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories.identity import make_person

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
