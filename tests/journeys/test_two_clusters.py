"""A co-organiser invites, looks after and confirms its own people; the other cluster sees none."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.core.db import db
from app.events.models import TeamRole
from app.tickets.models import Ticket
from tests.app.tickets.two_clusters import Scene
from tests.factories.identity import make_organisation
from tests.journeys.keys import Keyboard
from tests.journeys.mailbox import link_in, mails_to
from tests.journeys.walk import Walker
from tests.worker import run_jobs

GUEST = "ewa@example.org"
NAME = "Ewa Nowak"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]


def invite(organiser: Walker) -> list[str]:
    """Paste a list with the keyboard alone, and return what the keyboard met on its way."""
    page = organiser.page
    page.goto("/manage/day/participants")
    keyboard = Keyboard(page)
    keyboard.go_to(page.get_by_label("E-mail addresses"))
    page.keyboard.insert_text(f"Ewa Nowak <{GUEST}>;\n{GUEST.upper()}\nnobody at all\n")
    keyboard.push("Send invitations", "**/manage/day/participants")
    expect(page.get_by_role("table", name="What became of your list")).to_contain_text("Invited")
    organiser.look("participants")
    return keyboard.problems


def register(app: Flask, guest: Walker) -> None:
    """Register by the link of the one mail that came."""
    run_jobs()
    [mail] = mails_to(app.config["MAIL_FOLDER"], GUEST)
    page = guest.page
    page.goto(link_in(mail, "/invited/"))
    expect(page.get_by_label("E-mail")).to_have_value(GUEST)
    page.get_by_label("Given name").fill("Ewa")
    page.get_by_label("Family name").fill("Nowak")
    guest.look("invited")
    page.get_by_role("main").get_by_role("button", name="Register").click()
    page.wait_for_url("**/tickets/*")


def confirm(organiser: Walker) -> None:
    """See who has registered, and confirm that they are one of the cluster's own."""
    page = organiser.page
    page.goto("/manage/day/tickets/attendees")
    page.get_by_role("link", name=NAME).click()
    organiser.press("Confirm as one of ours")
    expect(page.get_by_role("main")).not_to_contain_text("Not yet")
    organiser.look("attendee-confirmed")
    page.goto("/manage/day/participants/report")
    organiser.look("participants-report")


def test_a_cluster_brings_its_own_people_and_the_other_sees_none(
    app: Flask, sit_down: Callable[..., Walker]
) -> None:
    scene = Scene()
    third = make_organisation(kind="cluster", name="Avilys", country="LT")
    scene.join(third)
    organiser = sit_down(scene.person(TeamRole.CO_ORGANISER, scene.beside))
    other = sit_down(scene.person(TeamRole.CO_ORGANISER, third))

    assert invite(organiser) == []
    register(app, sit_down())
    confirm(organiser)

    ticket = db.session.query(Ticket).one()
    assert (ticket.email, ticket.supported_by_id) == (GUEST, scene.beside.id)
    assert ticket.validated_at is not None
    for path in ("participants", "tickets/attendees", "participants/report", "mail"):
        other.page.goto(f"/manage/day/{path}")
        text = other.page.get_by_role("main").inner_text()
        assert (NAME in text, GUEST in text) == (False, False), path
    organiser.page.goto("/manage/day/tickets/attendees")
    theirs = organiser.page.get_by_role("link", name=NAME).get_attribute("href")
    assert other.page.request.get(str(theirs)).status == 404
