"""Row 17 (HotCRP db9293f): a 403 here and a 404 there told that something hidden exists."""

import pytest

from app.core.ids import encode_id
from tests.api.day import make_day
from tests.api.program import Program
from tests.client import Browser
from tests.factories.identity import make_person

NOTHING = encode_id(1)
# What a stranger may not know of: by the name of what stands in the address.
THROUGH_THE_API = (
    ("GET", "/tickets/{}", "ticket_id"),
    ("POST", "/tickets/{}/cancel", "ticket_id"),
    ("GET", "/work/{}", "work_id"),
    ("GET", "/work/{}/file", "work_id"),
    ("DELETE", "/me/tokens/{}", "token_id"),
    ("DELETE", "/invitations/{}", "invitation_id"),
    ("POST", "/invitations/{}/resend", "invitation_id"),
    ("POST", "/me/invitations/{}/accept", "invitation_id"),
    ("GET", "/organisations/{}", "organisation_id"),
    ("GET", "/organisations/{}/profile", "organisation_id"),
    ("GET", "/organisations/{}/members", "organisation_id"),
    ("GET", "/organisations/{}/invitations", "organisation_id"),
    ("GET", "/directory/{}", "organisation_id"),
    ("GET", "/proposals/{}", "proposal_id"),
    ("GET", "/admin/people/{}", "person_id"),
    ("POST", "/admin/people/{}/enable", "person_id"),
)
AT_PAGES = (
    ("/work/{}", "work_id"),
    ("/organisations/{}", "organisation_id"),
    ("/directory/{}", "organisation_id"),
    ("/proposals/{}", "proposal_id"),
    ("/admin/organisations/{}", "organisation_id"),
)
SAME = ("Cache-Control", "Content-Type", "Vary")


@pytest.fixture
def day(app):
    return make_day()


def told(answer, ref):
    """Return all that an answer tells but for the address itself."""
    headers = tuple(answer.headers.get(name) for name in SAME)
    return answer.status_code, answer.text.replace(ref, "-"), headers


def test_a_program_cannot_tell_what_is_hidden_from_what_is_not_there(client, day):
    program, different = Program.of(client, make_person()), []
    for method, path, name in THROUGH_THE_API:
        body: dict[str, str] | None = {} if method == "POST" else None
        hidden, absent = (
            told(program.send(method, path.format(ref), json=body), ref)
            for ref in (day.names[name], NOTHING)
        )
        if hidden != absent:
            different.append((method, path, hidden[:2], absent[:2]))
    assert different == []


def test_a_visitor_cannot_tell_what_is_hidden_from_what_is_not_there(app, day):
    browser, different = Browser(app).sign_in(make_person()), []
    for path, name in AT_PAGES:
        answers = [browser.get(path.format(ref)) for ref in (day.names[name], NOTHING)]
        if answers[0].status_code != answers[1].status_code:
            different.append((path, *(one.status_code for one in answers)))
    assert different == []
