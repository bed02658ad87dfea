"""Badges go onto paper once: as a PDF of many, or one by one at a printer."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.badges import queries, services
from app.badges.models import BadgePrint
from app.badges.queries import Whose
from app.badges.rules.prints import ReprintReason, count_initials, initial, is_between
from app.badges.rules.sheets import SheetFormat
from app.core import work
from app.core.authz import SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.policies import EVERYBODY
from app.events.queries import get_event_by_id
from app.tickets.services import cancel_ticket, reissue_ticket
from tests.app.tickets.two_clusters import Scene
from tests.concurrency.test_members import at_once
from tests.concurrency.test_once_only import MANY, look_then_write
from tests.factories.identity import actor_of, make_api_token, make_person
from tests.worker import run_jobs


def many(scene, reason=None, **whose):
    with unit_of_work():
        return services.start_badges(
            scene.desk,
            scene.event,
            layout=SheetFormat.A6,
            whose=Whose(**whose),
            reason=reason,
        )


def printer(scene, name="Front desk"):
    with unit_of_work():
        return services.add_printer(scene.desk, scene.event, name=name)


def ask(scene, number, at=None, reason=None):
    ticket = scene.tickets[number].id
    with unit_of_work():
        return services.ask_print(
            scene.desk, scene.event, ticket=ticket, printer=at and at.id, reason=reason
        )


def take(scene, at):
    with unit_of_work():
        return services.take_next(scene.desk, scene.event, at)


def states():
    db.session.rollback()
    return sorted(db.session.scalars(select(BadgePrint.state)))


def new(scene):
    db.session.rollback()
    found = queries.list_badge_tickets(scene.event.id, Whose(), seen=EVERYBODY)
    return [one.family_name for one in found]


def prints_itself(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return "/OpenAction" in pdf.Root


# Letters


def test_a_letter_is_what_the_desk_looks_under():
    assert [initial(name) for name in ("łukasik", "Ørsted", "Öz", "Παππάς", "")] == [
        *("L", "O", "O", "Π", "")
    ]
    assert count_initials(["Abel", "Łukasik", "Lang"]) == [("A", 1), ("L", 2)]


@given(st.text(max_size=5), st.text(max_size=1), st.text(max_size=1))
def test_everybody_is_on_one_side_of_a_letter_and_from_the_first_to_the_last(name, first, last):
    assert is_between(name, None, None)
    both = is_between(name, first, None) and is_between(name, None, last)
    assert is_between(name, first, last) is both


# As a PDF of many


def test_only_who_is_new_is_in_the_next_pdf(scene):
    first = many(scene, first="A", last="L")
    run_jobs()
    assert states() == ["printed", "printed"]
    assert new(scene) == ["Παππάς"]
    many(scene)
    assert new(scene) == []
    with pytest.raises(Conflict, match="no_badges"):
        many(scene)
    run_jobs()
    with unit_of_work():
        reissue_ticket(SYSTEM, scene.tickets[0])
    assert new(scene) == ["Abel"]
    with unit_of_work():
        assert services.put_back(scene.desk, scene.event, first) == 2
    assert new(scene) == ["Abel", "Łukasik"]
    with pytest.raises(Conflict, match="put_back_already"), unit_of_work():
        services.put_back(scene.desk, scene.event, first)


def test_whoever_has_a_badge_gets_another_for_a_reason(scene):
    ask(scene, 0)
    with pytest.raises(Invalid, match="reprint_reason"):
        many(scene, only_new=False)
    many(scene, only_new=False, reason=ReprintReason.DAMAGED)
    db.session.rollback()
    prints = select(BadgePrint.ticket_id, BadgePrint.reason).order_by(BadgePrint.asked_at)
    why = dict(db.session.execute(prints).all())
    assert [why[one.id] for one in scene.tickets] == ["damaged", None, None]


def test_work_that_stops_leaves_nobody_printed(scene):
    made = many(scene)
    with unit_of_work():
        work.cancel(scene.desk, made.id)
    run_jobs()
    assert states() == ["withdrawn"] * 3
    assert len(new(scene)) == 3


def test_a_cancelled_ticket_is_not_in_the_pdf(scene):
    made = many(scene)
    with unit_of_work():
        cancel_ticket(SYSTEM, scene.tickets[1])
    found = queries.list_of_work(made.id)
    assert [one.family_name for one in found] == ["Abel", "Παππάς"]


@pytest.mark.slow
def test_everybody_who_is_new_is_printed_once_whoever_asks(app, scene):

    def start():
        event = get_event_by_id(scene.event_id)
        services.start_badges(scene.desk, event, layout=SheetFormat.A6, whose=Whose())

    assert at_once(app, *[start] * MANY)["done"] == 1
    assert states() == ["waiting"] * 3


# At a printer


def test_what_was_asked_first_is_printed_first(scene):
    at = printer(scene)
    for number in (2, 0, 1):
        ask(scene, number, at)
    taken = [take(scene, at).ticket_id for _ in range(3)]
    assert taken == [scene.tickets[number].id for number in (2, 0, 1)]
    assert take(scene, at) is None


def test_a_print_goes_its_way_once(scene):
    at = printer(scene)
    asked = ask(scene, 0, at)
    with pytest.raises(Conflict, match="print_waits"):
        ask(scene, 0, at, ReprintReason.LOST)
    with pytest.raises(Conflict, match="print_moved_on"), unit_of_work():
        services.note_printed(scene.desk, scene.event, asked)
    take(scene, at)
    with unit_of_work():
        services.return_print(scene.desk, scene.event, asked)
    take(scene, at)
    with unit_of_work():
        services.note_printed(scene.desk, scene.event, asked)
    assert states() == ["printed"]
    for act in (services.note_printed, services.return_print, services.withdraw_print):
        with pytest.raises(Conflict, match="print_moved_on"), unit_of_work():
            act(scene.desk, scene.event, asked)
    with pytest.raises(Invalid, match="reprint_reason"):
        ask(scene, 0, at)
    ask(scene, 0, at, ReprintReason.PRINTER)
    assert states() == ["printed", "waiting"]


def test_an_old_code_is_not_printed(scene):
    at = printer(scene)
    ask(scene, 0, at)
    ask(scene, 1, at)
    with unit_of_work():
        reissue_ticket(SYSTEM, scene.tickets[0])
    assert take(scene, at).ticket_id == scene.tickets[1].id
    assert states() == ["taken", "withdrawn"]


def test_a_closed_printer_gives_back_what_waits(scene):
    at = printer(scene)
    ask(scene, 0, at)
    with unit_of_work():
        services.close_printer(scene.desk, scene.event, at)
    assert (states(), len(new(scene))) == (["withdrawn"], 3)
    with pytest.raises(NotFound):
        queries.get_printer(at.id, scene.event.id)
    with pytest.raises(Conflict, match="printer_closed"), unit_of_work():
        services.close_printer(scene.desk, scene.event, at)
    printer(scene)
    with pytest.raises(Conflict, match="printer_name_taken"):
        printer(scene)


@pytest.mark.slow
def test_each_badge_is_taken_by_one_of_the_browsers_at_a_printer(app, scene):
    at = printer(scene)
    for number in range(3):
        ask(scene, number, at)
    taken, printer_id = [], at.id

    def take_one():
        event = get_event_by_id(scene.event_id)
        at = queries.get_printer(printer_id, event.id)
        found = services.take_next(scene.desk, event, at)
        taken.append(found and found.ticket_id)

    assert at_once(app, *[take_one] * MANY) == {"done": MANY}
    assert sorted(one for one in taken if one) == sorted(one.id for one in scene.tickets)
    assert states() == ["taken"] * 3


@pytest.mark.slow
def test_a_badge_is_asked_for_once_and_without_the_guard_by_everybody(app, scene):
    at = printer(scene)
    wanted = {"ticket": scene.tickets[0].id, "printer": at.id}

    def ask_one():
        services.ask_print(scene.desk, get_event_by_id(scene.event_id), **wanted)

    found = at_once(app, *[ask_one] * MANY)
    assert found.pop("done") == 1
    assert set(found) <= {"print_waits", "print_asked"}
    db.session.rollback()
    print_id = db.session.scalars(select(BadgePrint.id)).one()
    assert look_then_write(app, BadgePrint.state, print_id, "taken") == 8


def test_a_co_organiser_prints_its_own_people_alone(app):
    both = Scene()
    own, other = both.ticket(both.beside.id), both.ticket(both.lead_id)
    stranger = actor_of(make_person())
    with unit_of_work():
        services.ask_print(both.co, both.event, ticket=own.id)
        with pytest.raises(NotFound):
            services.ask_print(both.co, both.event, ticket=other.id)
        with pytest.raises(Forbidden):
            services.add_printer(stranger, both.event, name="Mine")


# Pages and API


def test_the_desk_prints_in_one_click(browser, scene):
    desk = browser.sign_in(scene.person)
    here = "/manage/day/checkin/desk?q=abel"
    page = desk.get(here).text
    assert "Print the badge of Ada Abel" in page
    key = encode_id(scene.tickets[0].id)
    shown = desk.post(f"/manage/day/checkin/desk/{key}/badge", page=here)
    made = desk.get(shown.location)
    assert (made.status_code, made.mimetype) == (200, "application/pdf")
    assert prints_itself(made.data)
    assert "Why again" in desk.get(here).text
    again = desk.post(f"/manage/day/checkin/desk/{key}/badge", page=here)
    assert (again.status_code, "were printed before" in again.text) == (422, True)


def test_a_printers_page_takes_prints_and_notes(browser, scene):
    desk = browser.sign_in(scene.person)
    address = desk.post("/manage/day/badges/printers/new", {"name": "Front"}).location
    assert "Nothing waits" in desk.get(address).text
    at = queries.list_printers(scene.event.id)[0]
    key, ticket = encode_id(at.id), encode_id(scene.tickets[2].id)
    here = "/manage/day/checkin/desk?q=παππας"
    sent = {"printer": key}
    said = desk.post(f"/manage/day/checkin/desk/{ticket}/badge", sent, page=here)
    assert "The badge waits at Front." in desk.get(said.location).text
    taken = desk.post(f"{address}/next", {"on": "1"}, page=address).location
    page = desk.get(taken)
    assert "frame-src" in page.headers["Content-Security-Policy"]
    assert "Is being printed." in page.text
    asked = queries.list_queue(at.id, EVERYBODY)[0]
    one = f"/manage/day/badges/prints/{encode_id(asked.id)}"
    framed = desk.get(f"{one}.pdf?framed=1")
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert not prints_itself(framed.data)
    assert "on=1" in desk.post(f"{one}/printed", {"on": "1"}, page=taken).location
    assert "Again for Νίκος Παππάς" in desk.get(f"{address}/queue").text
    assert "printed already" in desk.get(desk.post(f"{one}/return", page=address).location).text


def test_a_program_prints_what_waits(client, scene):
    headers = {"Authorization": "Bearer " + make_api_token(scene.person)}
    base = "/api/v1/events/day"
    at = client.post(f"{base}/badge-printers", json={"name": "Zebra"}, headers=headers).json["id"]
    sent = {"ticket": encode_id(scene.tickets[0].id), "printer": at}
    asked = client.post(f"{base}/badge-prints", json=sent, headers=headers)
    assert (asked.status_code, asked.json["state"]) == (201, "waiting")
    one = f"{base}/badge-prints/{asked.json['id']}"
    taken = client.post(f"{base}/badge-printers/{at}/next", headers=headers)
    assert (taken.status_code, taken.json["id"]) == (200, asked.json["id"])
    assert client.get(f"{one}/badge.pdf", headers=headers).data.startswith(b"%PDF")
    assert client.post(f"{one}/printed", headers=headers).json["state"] == "printed"
    assert client.delete(one, headers=headers).status_code == 409
    assert client.post(f"{base}/badge-printers/{at}/next", headers=headers).status_code == 204
    listed = client.get(f"{base}/badge-prints", headers=headers).json["items"]
    assert [(row["state"], row["reason"]) for row in listed] == [("printed", None)]


PAGES = ("/manage/day/badges", "/manage/day/badges/check", "{printer}", "{printer}/queue")


@pytest.mark.parametrize("path", PAGES)
def test_lists_ask_as_often_for_three_as_for_one(browser, scene, count_queries, path):
    at = printer(scene)
    desk = browser.sign_in(scene.person)
    here = path.format(printer=f"/manage/day/badges/printers/{encode_id(at.id)}")
    counts = []
    for numbers in ([0], [1, 2]):
        for number in numbers:
            ask(scene, number, at)
        desk.get(here)
        with count_queries as asked:
            desk.get(here)
        counts.append(asked.count)
    assert counts[0] == counts[1]
