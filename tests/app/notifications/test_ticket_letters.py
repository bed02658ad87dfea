"""The letters about tickets: every address in them opens, for its reader alone."""

import re

import pytest

from app.core.authz import SYSTEM
from app.core.uow import unit_of_work
from app.notifications.mailbox import list_mails, read_mail
from app.tickets import queries, services
from app.tickets.services import Attendee
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket_type
from tests.worker import run_jobs


@pytest.fixture(autouse=True)
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)
    return tmp_path


def order_for(*emails):
    event = make_event()
    kind = make_ticket_type(event)
    people = [Attendee(ticket_type=kind.id, given_name=email[0], email=email) for email in emails]
    with unit_of_work():
        return services.place_order(SYSTEM, event, people)


def addresses(folder, email):
    run_jobs()
    newest = next(one for one in list_mails(folder) if email in one.recipient)
    return re.findall(r"http://localhost(/\S+)", read_mail(folder, newest.name).text)


def test_every_address_in_the_letter_opens(browser, folder):
    order_for("ane@example.org")
    found = addresses(folder, "ane@example.org")
    assert len(found) == 3
    assert [browser.get(path).status_code for path in found] == [200, 200, 200]
    assert any(browser.get(path).mimetype == "text/calendar" for path in found)


def test_each_attendee_of_an_order_gets_the_address_of_their_own_ticket(browser, folder):
    order_for("ane@example.org", "egle@example.org")
    page = browser.get(addresses(folder, "ane@example.org")[0]).text
    assert ("ane@example.org" in page, "egle@example.org" in page) == (True, False)


def test_the_letter_after_a_reissue_has_the_only_address_that_opens(browser, folder):
    order = order_for("ane@example.org")
    old = addresses(folder, "ane@example.org")[0]
    with unit_of_work():
        services.reissue_ticket(SYSTEM, queries.get_ticket(order.tickets[0].id))
    new = addresses(folder, "ane@example.org")[0]
    assert [browser.get(path).status_code for path in (old, new)] == [404, 200]
