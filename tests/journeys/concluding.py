"""How a jury ends: what is late is handed over, then a room, decisions, minutes and mails."""

from email.message import EmailMessage
from functools import partial

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work
from app.deliberation.models import Room as DeliberationRoom
from app.deliberation.queries.rooms import get_place
from app.deliberation.services import rooms
from app.identity.queries import actor_for
from app.juries.queries.results import load_results
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import deciding
from app.proposals.models import Proposal
from tests.journeys.mailbox import mails_to
from tests.journeys.sitting import (
    ON_THE_TRAIN,
    TO_PROPOSER,
    Room,
    anna,
    duties_of,
    hand_in,
    juror_named,
)
from tests.journeys.twelve import ALTERNATE, LATE
from tests.worker import run_jobs


def hand_over_what_is_late(room: Room, app: Flask) -> None:
    """Remind exactly the one who owes, then give what she owes to the alternate, who scores it."""
    page, late = room.organiser.page, juror_named(LATE)
    owed = len(duties_of(late))
    page.goto(f"{room.place}/owing")
    room.organiser.look("jury-owing")
    room.organiser.press("Remind those who owe")
    expect(page.get_by_role("row")).to_have_count(2)  # the head, and the one who is late
    with page.expect_navigation():
        room.organiser.press("Remind 1 juror")
    run_jobs()
    written = mails_to(app.config["MAIL_FOLDER"], late.person.email)
    assert any(str(owed) in str(mail["Subject"]) + body_of(mail) for mail in written)
    page.goto(f"{room.place}/owing")
    with page.expect_navigation():
        page.get_by_role("button", name="Hand over to an alternate").click()
    alternate = juror_named(ALTERNATE)
    duties = duties_of(alternate)
    assert len(duties) == owed
    for duty in duties:
        hand_in(duty, round(room.worth[duty.proposal.title]))
    page.goto(f"{room.place}/owing")
    expect(page.get_by_text("Scorecards owed").locator("..")).to_contain_text("0")


def body_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return "" if part is None else str(part.get_content())


def deliberate(room: Room, phone: Page) -> str:
    """Go through the first challenge in a room, with a juror on her phone; return its address."""
    page = room.organiser.page
    challenge = db.session.scalars(select(Challenge).order_by(Challenge.id).limit(1)).one()
    page.goto(f"{room.place}/{encode_id(challenge.id)}/deliberation")
    with page.expect_navigation():
        room.organiser.press("Open the room")
    db.session.rollback()
    here = db.session.scalars(select(DeliberationRoom)).one().id
    address = f"/deliberations/{encode_id(here)}"
    phone.goto(address)
    with phone.expect_navigation():
        phone.get_by_role("button", name="Come in").click()
    lead = actor_for(anna())
    first, *others = [one.id for one in get_place(lead, here).room.items]
    agree(room, phone, f"{address}/items/{encode_id(first)}")
    for key in others:
        in_unit_of_work(partial(rooms.begin_item, lead, here, key))
        in_unit_of_work(partial(rooms.end_item, lead, here, key))
    page.goto(address)
    with page.expect_navigation():
        room.organiser.press("Close the deliberation")
    return address


def agree(room: Room, phone: Page, item: str) -> None:
    """Bring a proposal up, write the levels that the room finds, and have them agreed to."""
    page = room.organiser.page
    page.goto(item)
    with page.expect_navigation():
        room.organiser.press("Bring it up")
    for level in page.locator("input[name^=levels-][name$=value]").all():
        level.fill("4")
    with page.expect_navigation():
        room.organiser.press("Save levels")
    room.organiser.look("deliberation-item")
    phone.goto(item)
    with phone.expect_navigation():
        phone.get_by_role("button", name="I agree to these levels").click()
    page.goto(item)
    with page.expect_navigation():
        room.organiser.press("End this item")


def decide_all() -> None:
    """Decide on all 39 as the rankings say: the first of each challenge is selected."""
    db.session.rollback()
    lead = actor_for(anna())
    for challenge in db.session.scalars(select(Challenge)):
        for place, row in enumerate(load_results(challenge, ()).rows):
            assert row.score.count == 3
            outcome = Outcome.NOT_SELECTED if place else Outcome.SELECTED
            verdict = Verdict(outcome, f"Place {place + 1} of the ranking.", TO_PROPOSER)
            key = row.proposal_id
            in_unit_of_work(partial(deciding.record_decision, lead, key, verdict))


def sign_minutes(room: Room, phone: Page, address: str) -> None:
    """Write the minutes, sign them on the phone, and print them with the signature."""
    page = room.organiser.page
    page.goto(address)
    with page.expect_navigation():
        room.organiser.press("Write the minutes")
    phone.goto(f"{address}/minutes")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Sign these minutes").click()
    page.goto(f"{address}/minutes")
    expect(page.get_by_text(ON_THE_TRAIN).first).to_be_visible()
    room.organiser.look("deliberation-minutes")
    run_jobs()
    assert page.request.get(f"{address}/minutes.pdf").body()[:5] == b"%PDF-"


def tell_everyone(room: Room, app: Flask) -> None:
    """Tell the applicants of every challenge; each of the 39 gets a mail."""
    page = room.organiser.page
    for challenge in db.session.scalars(select(Challenge)).all():
        page.goto(f"{room.place}/{encode_id(challenge.id)}")
        with page.expect_navigation():
            page.locator("#tell").get_by_role("button").click()
    run_jobs()
    db.session.rollback()
    authors = [one.created_by.email for one in db.session.scalars(select(Proposal))]
    assert len(authors) == 39
    folder = app.config["MAIL_FOLDER"]
    assert [one for one in authors if not mails_to(folder, one)] == []
