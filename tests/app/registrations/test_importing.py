"""Importing people: every fault named, the rest registered once, taken back exactly."""

import io
import time

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import Conflict
from app.core.files import place
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.core.work import Work
from app.identity.queries import actor_for
from app.imports.services import check_upload
from app.notifications.models import Delivery
from app.registrations import services
from app.registrations.models import ImportedTicket
from app.registrations.queries import importing as queries
from app.tickets.models import Order, Quota, TakenPlace, Ticket
from app.tickets.services import reissue_ticket
from tests.client import Browser
from tests.concurrency.test_members import at_once
from tests.conftest import IS_LONG
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.questions import make_question
from tests.factories.tickets import make_ticket, make_ticket_type, quota_of
from tests.regress.everything import everything
from tests.worker import run_jobs

HEAD = "First name,Surname,E-mail,Company,Country,Ticket\n"
COLUMNS = {
    "given_name": 0,
    "family_name": 1,
    "email": 2,
    "organisation_name": 3,
    "country": 4,
    "ticket_type": 5,
}
ALL = "/manage/day/tickets/imports"


@pytest.fixture
def event(app):
    return make_event(slug="day")


@pytest.fixture
def lead(event):
    person = make_person()
    make_team_member(event, person)
    return person


@pytest.fixture
def kind(event):
    return make_ticket_type(event, name="Day", size=10_000)


def bring(event, lead, kind, text, **how):
    """Upload a list and choose its columns."""
    actor = actor_for(lead)
    placed = place(check_upload((HEAD + text).encode(), "list.csv"))
    with unit_of_work():
        made = services.upload_list(actor, event, placed)
        how = {"columns": COLUMNS, "ticket_type": kind.id} | how
        services.choose_columns(actor, event, made.id, **how)
        return made.id


def start(event, lead, import_id):
    with unit_of_work():
        services.start_import(actor_for(lead), event, import_id)
    run_jobs()


def check(event, lead, import_id):
    db.session.rollback()
    people = queries.check_import(event, queries.get_import(actor_for(lead), event, import_id))
    return {(p.number, one.field, one.code) for p in people for one in p.troubles}


def state():
    """Return how many rows there are of what an import makes, and what is taken."""
    db.session.rollback()
    tables = (Ticket, Order, TakenPlace, ImportedTicket)
    counts = [db.session.scalar(select(func.count()).select_from(one)) for one in tables]
    return [*counts, *db.session.scalars(select(Quota.taken).order_by(Quota.id))]


def test_every_fault_is_named_with_its_line_and_field(event, lead, kind):
    make_ticket(kind, given_name="Eva", family_name="Roe", email="eva@example.org")
    make_ticket_type(event, name="Tiny", size=1)
    text = (
        "Ada,Moe,ada@example.org,Acme,Poland,Day\n"
        ",Moe,none@example.org,,,\n"
        "Bob,Moe,bob at example,,,\n"
        "Cid,Moe,cid@example.org,,Atlantis,\n"
        "Dan,Moe,dan@example.org,,,Gold\n"
        "ada,MOE,ADA@example.org,,,\n"
        "Eva,Roe,eva@example.org,,,\n"
        "Una,Roe,eva@example.org,,,\n"
        "Fay,Moe,fay@example.org,,,Tiny\n"
        "Gus,Moe,gus@example.org,,,Tiny\n"
    )
    assert check(event, lead, bring(event, lead, kind, text)) == {
        (3, "given_name", "cell_empty"),
        (4, "email", "cell_no_email"),
        (5, "country", "cell_no_country"),
        (6, "ticket_type", "cell_no_ticket"),
        (7, "email", "line_twice"),
        (8, "email", "ticket_there"),
        (9, "email", "email_there"),
        (11, "ticket_type", "cell_sold_out"),
    }


# What a line may have wrong: what stands in it, and in which field which trouble is named.
FAULTS = (
    ("G{n},Roe,broken,Acme,PL,", "email", "cell_no_email"),
    (",Roe,g{n}@example.org,Acme,PL,", "given_name", "cell_empty"),
    ("G{n},Roe,g{n}@example.org,Acme,Atlantis,", "country", "cell_no_country"),
    ("G{n},Roe,g{n}@example.org,Acme,PL,Gold", "ticket_type", "cell_no_ticket"),
    ("G1,Roe,g1@example.org,Acme,PL,", "email", "line_twice"),
)
MOST_SECONDS = 60
KEPT = {  # what tells that something was done, and the list itself
    *("audit_entry", "audit_subject", "outbox_message"),
    *("attendee_import", "work", "stored_file"),
}


def rows_of_everything():
    """Return a hash of each table's rows, without those that tell what was done."""
    db.session.rollback()
    return {name: rows for name, rows in everything().items() if name not in KEPT}


def test_a_long_list_is_imported_once_and_taken_back_exactly(event, lead, kind, say):
    number, faulty = (5_000, 200) if IS_LONG else (300, 12)
    every, wrong, lines = number // faulty, set(), []
    for n in range(number):
        line = f"G{n},Roe,g{n}@example.org,Acme,PL,"
        if n % every == every - 1:
            line, field, code = FAULTS[n // every % len(FAULTS)]
            wrong.add((n + 2, field, code))
        lines.append(line.format(n=n) + "\n")
    make_ticket(kind)
    before, whole = state(), rows_of_everything()
    import_id = bring(event, lead, kind, "".join(lines))
    assert check(event, lead, import_id) == wrong
    assert len(wrong) == faulty
    start(event, lead, import_id)
    work = db.session.scalars(select(Work)).one()
    took = (work.finished_at - work.created_at).total_seconds()
    assert took < MOST_SECONDS
    good = number - faulty
    assert state()[:4] == [before[0] + good, before[1] + good, before[2] + good, good]
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 0
    start(event, lead, import_id)
    assert state()[0] == before[0] + good

    began = time.monotonic()
    with unit_of_work():
        services.undo_import(actor_for(lead), event, import_id)
    back = time.monotonic() - began
    say(f"import of {number} lines, {faulty} of them wrong: {took:.1f} s, back in {back:.1f} s")
    assert state() == before
    after = rows_of_everything()
    assert [name for name in whole if whole[name] != after[name]] == []


def test_what_was_touched_since_stays(event, lead, kind):
    import_id = bring(event, lead, kind, "A,Roe,a@example.org,,,\nB,Roe,b@example.org,,,\n")
    start(event, lead, import_id)
    first = db.session.scalars(select(Ticket).where(Ticket.given_name == "A")).one()
    with unit_of_work():
        reissue_ticket(actor_for(lead), db.session.merge(first))
    with unit_of_work():
        done = services.undo_import(actor_for(lead), event, import_id)
    assert (len(done.gone), list(done.kept)) == (1, [first.id])
    assert state()[:4] == [1, 1, 1, 1]
    with pytest.raises(Conflict, match="import_not_undone"), unit_of_work():
        services.undo_import(actor_for(lead), event, import_id)
    start(event, lead, import_id)
    assert state()[:4] == [2, 2, 2, 2]


def test_whoever_was_mailed_stays(event, lead, kind):
    text = "A,Roe,a@example.org,,,\n"
    import_id = bring(event, lead, kind, text, is_mailing=True)
    start(event, lead, import_id)
    assert list(db.session.scalars(select(Delivery.recipient))) == ["a@example.org"]
    with unit_of_work():
        done = services.undo_import(actor_for(lead), event, import_id)
    assert (len(done.gone), len(done.kept)) == (0, 1)


@pytest.mark.slow
def test_many_take_one_import_back_and_one_does(app, event, lead, kind):
    import_id = bring(event, lead, kind, "A,Roe,a@example.org,,,\nB,Roe,b@example.org,,,\n")
    start(event, lead, import_id)
    actor, number = actor_for(lead), 50 if IS_LONG else 8

    def undo() -> None:
        services.undo_import(actor, db.session.merge(event, load=False), import_id)

    assert at_once(app, *[undo] * number) == {"done": 1, "import_not_undone": number - 1}
    assert state() == [0, 0, 0, 0, 0]


def test_the_pages_lead_from_the_list_to_the_tickets_and_back(app, event, lead, kind):
    browser = Browser(app).sign_in(lead)
    text = f"{HEAD}Ada,Moe,ada@example.org,Acme,PL,Day\nBob,Moe,nowhere,,,\n"
    sent = {"file": (io.BytesIO(text.encode()), "guests.csv")}
    columns = browser.post(ALL, sent, content_type="multipart/form-data").location
    page = browser.get(columns).text
    assert "guests.csv" in page
    chosen = {f"column-{name}": str(n) for name, n in COLUMNS.items()}
    told = browser.post(columns, chosen | {"ticket_type": encode_id(kind.id)}).location
    page = browser.get(told).text
    assert "This is no e-mail address." in page
    assert "Import 1 line" in page
    assert "no e-mail" in browser.get(told + ".csv").text
    assert browser.post(told, {}, page=told).status_code == 302
    run_jobs()
    assert "guests.csv" in browser.get(ALL).text
    undo = told.replace("/check", "/undo")
    assert "Take 1 ticket back" in browser.get(undo).text
    assert browser.post(undo, {}, page=undo).status_code == 302
    assert state()[0] == 0


def test_a_list_needs_names_addresses_and_a_ticket(event, lead, kind):
    for left_out, how in (
        ("email", {}),
        ("given_name", {}),
        ("ticket_type", {"ticket_type": None}),
    ):
        columns = {name: n for name, n in COLUMNS.items() if name != left_out}
        with pytest.raises(Exception, match="needed"):
            bring(event, lead, kind, "A,Roe,a@example.org,,,\n", columns=columns, **how)


def test_places_taken_meanwhile_leave_the_line_out(event, lead, kind):
    tiny = make_ticket_type(event, name="Tiny", size=1)
    import_id = bring(event, lead, tiny, "A,Roe,a@example.org,,,\n")
    with unit_of_work():
        services.start_import(actor_for(lead), event, import_id)
    make_ticket(tiny)
    run_jobs()
    assert db.session.scalar(select(Quota.taken).where(Quota.id == quota_of(tiny))) == 1
    assert state()[3] == 0


def test_whoever_stands_on_a_list_was_not_asked_what_the_form_asks(event, lead, kind):
    make_question(event, label="Which shirt?", is_required=True)
    import_id = bring(event, lead, kind, "Ada,King,ada@example.org,,GB,\n")
    start(event, lead, import_id)
    assert state()[:2] == [1, 1]
