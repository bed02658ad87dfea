"""A whole jury: twelve jurors and the 39 proposals of the demo, from the invitation to the mails.

One juror scores on a phone that loses its network in the middle; three judge too harshly, too
kindly and all alike; two step back from what they are tied to; one comes too late.
"""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work
from app.identity.models import OrganisationKind
from app.identity.passwords import hash_password
from app.identity.queries import actor_for, list_invitations_of
from app.identity.rules import Purpose
from app.identity.services import accept_with_account, link_of
from app.juries.models import Assignment, Juror
from app.juries.rules.judging import Invitee
from app.juries.rules.roles import JurorRole
from app.juries.services import panel
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member, make_organisation
from tests.journeys.concluding import (
    decide_all,
    deliberate,
    hand_over_what_is_late,
    sign_minutes,
    tell_everyone,
)
from tests.journeys.mailbox import link_in, mails_to
from tests.journeys.sitting import (
    ON_THE_TRAIN,
    REASON,
    TO_PROPOSER,
    Room,
    anna,
    duties_of,
    hand_in,
    juror_named,
)
from tests.journeys.twelve import (
    ALTERNATE,
    CONFLICTED,
    LATE,
    Sitting,
    call_for_proposals,
    sittings,
)
from tests.journeys.walk import PASSWORD, Walker
from tests.worker import run_jobs

PHONE = {"width": 360, "height": 740}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_whole_jury(app: Flask, sit_down: Callable[..., Walker], phone: Page) -> None:
    room = open_room(sit_down)
    juror = invite(room, app, phone)
    assign(room)
    db.session.rollback()
    assert db.session.query(Assignment).count() == 39 * 3
    step_back(sit_down, room)
    replace_them(room)
    score_on_the_train(juror, room)
    everybody_else_scores(room)
    hand_over_what_is_late(room, app)
    address = deliberate(room, juror)
    decide_all()
    sign_minutes(room, juror, address)
    tell_everyone(room, app)


def open_room(sit_down: Callable[..., Walker]) -> Room:
    """Screen the 39 proposals of seven challenges; their organiser sits down."""
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name="Elbtal Mikrotechnik Cluster")
    anna = make_member(
        cluster, email="anna@example.org", given_name="Anna", password_hash=hash_password(PASSWORD)
    )
    event = make_event(slug="jury-day", lead_organisation_id=cluster.id)
    make_team_member(event, anna)
    worth = call_for_proposals(event)
    assert len(worth) == 39
    return Room(event, sit_down(anna), worth)


def invite(room: Room, app: Flask, phone: Page) -> Page:
    """Invite twelve; one accepts on her phone, reading what it asks of her, the others as well."""
    organiser = room.organiser.page
    people = {one.family_name: one for one in sittings()}
    her = people.pop(ON_THE_TRAIN)
    organiser.goto(f"{room.place}/add")
    organiser.get_by_label("E-mail").fill(her.email)
    organiser.get_by_label("Given name").fill(her.given_name)
    organiser.get_by_label("Family name").fill(her.family_name)
    room.organiser.press("Invite to the panel")
    organiser.wait_for_url(f"**{room.place}")
    run_jobs()
    phone.goto(link_in(mails_to(app.config["MAIL_FOLDER"], her.email)[-1], "/invitation/"))
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Join the jury").click()
    phone.wait_for_url("**/jury")
    lead = actor_for(anna())
    for one in people.values():
        role = JurorRole.ALTERNATE if one.family_name == ALTERNATE else JurorRole.MEMBER
        asked = Invitee(one.email, one.given_name, one.family_name, role=role)
        in_unit_of_work(partial(panel.invite_juror, lead, room.event, asked))
    for sent in list_invitations_of(room.event.id, Purpose.JURY):
        link, who = link_of(sent), next(p for p in people.values() if p.email == sent.email)
        accept(link, who)
    assert db.session.query(Juror).count() == 12
    return phone


def accept(link: str, who: Sitting) -> None:
    in_unit_of_work(
        lambda: accept_with_account(
            link,
            password_hash=hash_password(PASSWORD),
            given_name=who.given_name,
            family_name=who.family_name,
        )
    )


def assign(room: Room) -> None:
    """Let the kernel find three jurors for each proposal."""
    page = room.organiser.page
    page.goto(room.place)
    with page.expect_navigation():
        room.organiser.press("Assign proposals")
    room.organiser.look("jury-assigned")


def step_back(sit_down: Callable[..., Walker], room: Room) -> None:
    """Two jurors say on their phones what ties them to a proposal, and no longer see it."""
    for family in CONFLICTED:
        walker = sit_down(juror_named(family).person)
        page = walker.page
        page.set_viewport_size(PHONE)
        page.goto("/jury")
        title = page.locator("ul.list a").first.inner_text()
        page.get_by_role("link", name=title).first.click()
        page.get_by_role("link", name="Scorecard").click()
        page.get_by_role("link", name="I have a conflict").click()
        page.get_by_label("We work together, or are about to").check()
        page.get_by_label("In a sentence").fill("I advised this firm until last spring.")
        walker.look("jury-conflict")
        with page.expect_navigation():
            walker.press("Step back from this proposal")
        expect(page.get_by_role("link", name=title)).to_have_count(0)


def replace_them(room: Room) -> None:
    """Assign again: what was given stays, and two new pairs take the place of the two that fell."""
    assign(room)
    db.session.rollback()
    standing = db.session.query(Assignment).filter(Assignment.recused_at.is_(None))
    assert standing.count() == 39 * 3


def score_on_the_train(page: Page, room: Room) -> None:
    """Take the proposals along; the network is lost for the middle of them and comes back."""
    juror = juror_named(ON_THE_TRAIN)
    mine = [(encode_id(one.id), room.worth[one.proposal.title]) for one in duties_of(juror)]
    page.goto("/jury")
    page.get_by_role("button", name="Take along for the train").click()
    expect(page.get_by_text("are on this device")).to_be_visible()
    for number, (key, worth) in enumerate(mine):
        is_offline = len(mine) // 3 <= number < 2 * len(mine) // 3
        page.context.set_offline(is_offline)
        score_one(page, key, round(worth), is_offline=is_offline)
    page.goto("/jury")
    expect(page.get_by_text("waits for the network")).to_have_count(0)
    db.session.rollback()
    done = [one.scorecard is not None and one.scorecard.submitted_at for one in duties_of(juror)]
    assert all(done)
    assert len(done) == len(mine)


def score_one(page: Page, key: str, level: int, *, is_offline: bool) -> None:
    """Score a proposal on the phone; without a network it is handed in later."""
    page.goto(f"/jury/{key}")
    page.wait_for_selector("form[data-ready]", state="attached")
    page.get_by_role("link", name="Scorecard").click()
    for radio in page.locator(f"input[type=radio][name^=scores-][value='{level}']").all():
        radio.check()
    for reason in page.locator("textarea[name^=scores-]").all():
        reason.fill(REASON)
    page.get_by_label("To the proposer").fill(TO_PROPOSER)
    hand_in_here = page.get_by_role("button", name="Hand in scorecard")
    if is_offline:
        hand_in_here.click()
        expect(page.locator("[data-sheet-later]")).to_be_visible()
        return
    with page.expect_navigation():
        hand_in_here.click()


def everybody_else_scores(room: Room) -> None:
    """Nine hand in all they have to judge; the one who is late does not."""
    for one in sittings():
        if one.family_name not in (ON_THE_TRAIN, LATE):
            juror = juror_named(one.family_name)
            for duty in duties_of(juror):
                hand_in(duty, one.level(room.worth[duty.proposal.title]))
