"""Loading the demo: once, in one unit of work, the same everywhere; and what the command prints."""

from collections import Counter

import pytest
from sqlalchemy import select

from app.checkin.models import Scan
from app.core import clock
from app.core.audit import AuditEntry, check_chain
from app.core.db import db
from app.core.outbox import OutboxMessage
from app.demo.services import is_loaded, load_demo
from app.demo.services.loading import ROLES
from app.events.queries import get_event, get_signing_key
from app.identity.queries import find_person_by_email
from app.juries.models import Score
from app.proposals.models import Proposal
from app.tickets.models import Ticket
from tests.architecture.tree import ROOT
from tests.conftest import empty_tables

pytestmark = pytest.mark.slow

# What the log says of the demo's past, besides signing in and the like.
TOLD = {
    "ChallengeDrafted": 12,
    "ClusterMembershipAsked": 2,
    "DecisionRecorded": 57,
    "DemoLoaded": 1,
    "EventCreated": 2,
    "InvitationSent": 8,
    "InvoiceIssued": 13,
    "InvoiceSettled": 8,
    "MailingSent": 1,
    "OutcomeTold": 39,
    "ProposalSubmitted": 76,
    "RefundNoted": 1,
    "ScorecardSubmitted": 165,
    "StatementRead": 2,
    "TicketRegistered": 307,
}
README = ROOT / "README.md"


def test_it_is_loaded_in_one_unit_with_one_fact_and_no_letters(app):
    assert not is_loaded()
    load_demo()
    assert is_loaded()

    assert db.session.scalars(select(OutboxMessage.name)).all() == ["DemoLoaded"]
    told = Counter(db.session.scalars(select(AuditEntry.name)))
    assert {name: told[name] for name in TOLD} == TOLD
    assert check_chain(db.session()).broken is None


def test_its_log_tells_a_past_in_its_order_and_nothing_of_the_future(app):
    load_demo()
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    times = [one.at for one in entries]
    assert times == sorted(times)
    assert times[-1] <= clock.now()
    assert entries[-1].name == "DemoLoaded"
    for slug, least in (("smart-industry-dresden", 600), ("circular-industry-dresden", 100)):
        event = get_event(slug)
        own = [one for one in entries if one.event_id == event.id]
        assert own[0].name == "EventCreated"
        assert len(own) > least
    visitor = find_person_by_email("attendee@example.org")
    assert "PersonSignedIn" in {one.name for one in entries if one.actor_id == visitor.id}


def shown():
    """Return what visitors see, without the times, which follow the clock."""
    return (
        db.session.execute(select(Ticket.id, Ticket.search_key).order_by(Ticket.id)).all(),
        db.session.execute(select(Proposal.id, Proposal.title).order_by(Proposal.id)).all(),
        db.session.execute(select(Score.id, Score.value).order_by(Score.id)).all(),
        db.session.execute(select(Scan.client_id, Scan.reason).order_by(Scan.id)).all(),
    )


def test_every_installation_shows_the_same_but_signs_with_its_own_key(app):
    load_demo()
    first, key = shown(), get_signing_key(get_event("smart-industry-dresden").id)
    db.session.rollback()
    empty_tables()
    load_demo()
    second, other_key = shown(), get_signing_key(get_event("smart-industry-dresden").id)

    assert [len(rows) for rows in first] == [316, 69, 828, 188]
    assert first == second
    assert key != other_key


def test_only_a_demo_takes_people_whose_password_is_public(app):
    refused = app.test_cli_runner().invoke(args=["demo", "load"])
    assert (refused.exit_code, is_loaded()) == (1, False)
    assert "INNODAY_DEMO=1" in refused.output


def test_the_command_loads_once_and_prints_the_sign_ins_each_time(app, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    runner = app.test_cli_runner()
    first = runner.invoke(args=["demo", "load"])
    second = runner.invoke(args=["demo", "load"])

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith("The demo is loaded.\n\nRole               Name")
    assert second.output.startswith("The demo is loaded already.\n\nRole               Name")
    assert first.output.split("\n", 1)[1] == second.output.split("\n", 1)[1]
    assert "Juror              Dr. Eglė Žukauskaitė            juror@example.org\n" in first.output
    assert "The password of all of them is  open-innovation-day\n" in first.output
    assert "http://localhost/e/circular-industry-dresden\n" in first.output


def test_the_lead_organiser_can_open_the_page_where_scanners_are_paired(app, browser, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    printed = app.test_cli_runner().invoke(args=["demo", "load"]).output
    lines = [line for line in printed.splitlines() if line.startswith("Pair a scanner")]
    [path] = [line.rpartition("http://localhost")[2] for line in lines]
    browser.sign_in(find_person_by_email("lead@example.org"))
    page = browser.get(path)
    assert page.status_code == 200
    assert "Gates and scanners" in page.text
    assert "New scanner" in page.text


def test_the_readme_says_of_every_role_what_to_try():
    table = README.read_text().partition("| role | try this |")[2].partition("\n\n")[0]
    assert tuple(row.split("|")[1].strip() for row in table.splitlines()[2:]) == ROLES
