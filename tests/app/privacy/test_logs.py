"""What the application logs names nobody: no address, name or reason of the main flows."""

import logging

from app.core.ids import encode_id
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.tickets import make_ticket_type
from tests.worker import run_jobs

MARK = "canary-in-a-log"


def test_the_main_flows_log_no_personal_data(app, browser, caplog):
    caplog.set_level(logging.DEBUG, logger="app")
    caplog.set_level(logging.INFO)
    event = make_event(state="published")
    person = make_person(email=f"{MARK}@example.org", given_name=MARK)
    make_team_member(event, make_person())
    ticket_type = make_ticket_type(event)
    sent = {"given_name": MARK, "family_name": MARK, "email": f"{MARK}@example.org"}
    sent["ticket_type"] = encode_id(ticket_type.id)
    assert browser.post(f"/e/{event.slug}/register", sent).status_code == 302
    wrong = {"email": person.email, "password": MARK}
    assert browser.post("/sign-in", wrong).status_code == 422
    browser.sign_in(person).post("/profile", {"given_name": MARK, "family_name": MARK})
    browser.post("/account/privacy/copy", page="/account/privacy")
    run_jobs()
    browser.post("/account/privacy/erase")
    run_jobs()
    browser.get(f"/nowhere/{MARK}")
    assert found_in(caplog) == []
    logging.getLogger("app.tickets").info("registered %s", MARK)  # the test would see it
    assert found_in(caplog) == [f"registered {MARK}"]


def found_in(caplog) -> list[str]:
    """Return what our own loggers said with the mark in it."""
    ours = [one for one in caplog.records if one.name.split(".")[0] in ("app", "flask", "wsgi")]
    return [one.getMessage() for one in ours if MARK in one.getMessage() + str(one.exc_text or "")]
