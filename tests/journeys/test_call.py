"""One call in a browser, from the company's brief to the owner who reads what came in.

A small firm finds the call by what suits it, asks, is answered, brings a university from another
country, loses its connection in the middle, and hands in one minute before the deadline.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.challenges.models import Challenge
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.events.models import Event
from app.identity.models import OrganisationKind, Person
from app.matching.services import refresh
from app.proposals.models import Submission
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_member, make_organisation
from tests.factories.matching import make_cooler
from tests.journeys.briefing import TITLE, write_a_brief_from_the_library
from tests.journeys.mailbox import link_in, mails_to
from tests.journeys.proposing import small_pdf
from tests.journeys.walk import Walker
from tests.worker import run_jobs

QUESTION = "May a partner from Norway take part in the pilot?"
ANSWER = "Yes. A partner from any country of the list may take part."
PARTNER = "ingrid@example.org"
IDEA = "Doors that tell the plant"
MOST_PAGES, MOST_FIELDS = 6, 40

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]


@dataclass
class Cast:
    """Who takes part."""

    event: Event
    lead: Person
    owner: Person
    sme: Person
    partner: Person
    rival_owner: Person
    rival_sme: Person


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Make an event, its lead, two companies, two small firms and a university abroad."""
    event = make_event(timezone="UTC")
    company = {"kind": OrganisationKind.LARGE_COMPANY}
    university = {"kind": OrganisationKind.RESEARCH, "country": "NO", "name": "Fjelltekno"}
    lead = make_member(event.lead_organisation)
    make_team_member(event, lead)
    return Cast(
        event=event,
        lead=lead,
        owner=make_member(make_organisation(name="Zielona Dolina Foods", **company)),
        sme=make_member(make_cooler(name="Šaltis AI", country="LT")),
        partner=make_member(make_organisation(**university), email=PARTNER),
        rival_owner=make_member(make_organisation(name="Other Foods", **company)),
        rival_sme=make_member(make_cooler(name="Frostgrid", country="DE")),
    )


def test_a_call_from_the_brief_to_the_reading(
    app: Flask, cast: Cast, sit_down: Callable[..., Walker], say: Callable[[str], None]
) -> None:
    owner, sme = sit_down(cast.owner), sit_down(cast.sme)
    counts = write_a_brief_from_the_library(owner.page, cast.event.slug)
    say(f"a call: the brief took {counts.pages} pages and {counts.fields} fields")
    assert (counts.pages <= MOST_PAGES, counts.fields <= MOST_FIELDS) == (True, True)
    challenge_url = publish(sit_down(cast.lead), cast.event)
    find_what_suits(app, sme)
    ask(sme)
    answer(app, owner, challenge_url)
    read_answer(sme, challenge_url)
    proposal_url = start(sme)
    bring_partner(app, sme, sit_down(cast.partner), proposal_url)
    lose_the_connection(sme)
    submit_in_the_last_minute(sme)
    change_nothing_after(sme, proposal_url)
    read_what_came_in(owner, proposal_url)
    for rival in (cast.rival_owner, cast.rival_sme):
        find_nothing(sit_down(rival), proposal_url)


def publish(lead: Walker, event: Event) -> str:
    """Approve the challenge; return the address of its page."""
    page = lead.page
    page.goto(f"/manage/{event.slug}/challenges")
    lead.press(TITLE)
    lead.press("Approve and publish")
    page.get_by_role("main").get_by_role("button", name="Approve and publish").click()
    page.get_by_role("link", name="Open its page").click()
    page.wait_for_url("**/challenges/*")
    return page.url


def find_what_suits(app: Flask, sme: Walker) -> None:
    """Go from the start page to the challenge, by what the worker found and why."""
    run_jobs(app)
    refresh()  # which the worker does 20 seconds later
    page = sme.page
    page.goto("/home")
    sme.press("All that suit you")
    page.wait_for_url("**/suggestions")
    found = page.get_by_role("article").filter(has_text=TITLE)
    expect(found).to_contain_text("Shared keywords: cold storage")
    sme.look("suggestions")
    found.get_by_role("link", name=TITLE).click()
    page.wait_for_url("**/challenges/*")


def ask(sme: Walker) -> None:
    """Ask in private, and follow what is answered."""
    sme.press("Ask a question")
    sme.page.get_by_label("Your question").fill(QUESTION)
    sme.look("question")
    with sme.page.expect_navigation():
        sme.press("Send the question")


def answer(app: Flask, owner: Walker, challenge_url: str) -> None:
    """Answer to all; the page does not say who asked."""
    run_jobs(app)
    page = owner.page
    page.goto(challenge_url)
    owner.press("Questions that wait")
    expect(page.get_by_role("main")).not_to_contain_text("Šaltis")
    owner.press(QUESTION)
    page.get_by_label("Answer", exact=True).fill(ANSWER)
    owner.look("answer")
    with page.expect_navigation():
        owner.press("Save the answer")
    with page.expect_navigation():
        owner.press("Publish 1 answer")


def read_answer(sme: Walker, challenge_url: str) -> None:
    """Find the answer on the page of the challenge."""
    sme.page.goto(challenge_url)
    expect(sme.page.get_by_text(ANSWER)).to_be_visible()
    sme.look("answered")


def start(sme: Walker) -> str:
    """Start a proposal; return its address."""
    sme.press("Write a proposal")
    sme.press("Start the proposal")
    sme.page.wait_for_url("**/edit*")
    return sme.page.url.partition("/edit")[0]


def bring_partner(app: Flask, sme: Walker, partner: Walker, proposal_url: str) -> None:
    """Ask a university abroad, which agrees by the link of its mail."""
    page = sme.page
    sme.press("Ask partners by name, so that they agree")
    page.wait_for_url("**/partners")
    page.get_by_label("Organisation").fill("Fjelltekno")
    page.get_by_label("Country").select_option(value="NO")
    page.get_by_label("What it is").select_option(value="research")
    page.get_by_label("Its part").fill("Measures doors and temperatures")
    page.get_by_label("E-mail").fill(PARTNER)
    with page.expect_navigation():
        sme.press("Ask the partner")
    sme.look("partners")
    run_jobs(app)
    [mail] = mails_to(app.config["MAIL_FOLDER"], PARTNER)
    partner.page.goto(link_in(mail, "/invitation"))
    partner.look("partner-invited")
    with partner.page.expect_navigation():
        partner.press("Become a partner")
    partner.page.goto(proposal_url)
    page.goto(f"{proposal_url}/partners")
    row = page.get_by_role("row").filter(has_text="Fjelltekno")
    expect(row).to_contain_text("Norway")
    expect(row).to_contain_text("Yes")


def lose_the_connection(sme: Walker) -> None:
    """Write on without a network: the page says so, and saves all once there is one again."""
    page = sme.page
    sme.press("Back to the proposal")
    page.wait_for_url("**/edit*")
    status = page.locator("[data-autosave-status]")
    page.get_by_label("Title").fill(IDEA)
    expect(status).to_have_attribute("data-state", "saved")
    page.context.set_offline(True)
    page.get_by_label("Summary").fill("Sensors in the frames of the doors steer the plant.")
    page.get_by_label("Summary").blur()
    expect(status).to_have_attribute("data-state", "retry")
    sme.look("no-connection")
    for field in page.locator("textarea[name^=answer-]").all():
        field.fill("We measured it in two cold stores over one winter.")
    page.get_by_label("Maturity today (TRL)").select_option(value="6")
    page.context.set_offline(False)
    expect(status).to_have_attribute("data-state", "saved")
    page.reload()
    expect(page.get_by_label("Summary")).to_have_value(
        "Sensors in the frames of the doors steer the plant."
    )


def submit_in_the_last_minute(sme: Walker) -> None:
    """Hand in a file and the proposal when the deadline is a minute away; the receipt names all."""
    page = sme.page
    page.get_by_label("Add a file").set_input_files(
        {"name": "Doors.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    )
    with page.expect_navigation():
        sme.press("Save draft")
    move_deadline(timedelta(minutes=1))
    sme.press("Check and submit")
    page.wait_for_url("**/check*")
    page.get_by_role("radio", name="No").check()
    sme.press("Submit proposal")
    page.wait_for_url("**/receipt*")
    shown = page.get_by_role("main").inner_text()
    assert [text for text in (submitted().sha256, "Doors.pdf") if text not in squeezed(shown)] == []
    sme.look("receipt-of-two")


def change_nothing_after(sme: Walker, proposal_url: str) -> None:
    """A page that was open when the deadline passed, one minute later: refused, words kept."""
    page = sme.page
    page.goto(f"{proposal_url}/edit")
    handed_in = submitted().sha256
    move_deadline(timedelta(minutes=-1))
    page.get_by_label("Title").fill("A better title, too late")
    with page.expect_navigation():
        sme.press("Save draft")
    expect(page.get_by_role("main")).to_contain_text("The deadline has passed")
    expect(page.get_by_label("Title")).to_have_value("A better title, too late")
    assert submitted().sha256 == handed_in


def read_what_came_in(owner: Walker, proposal_url: str) -> None:
    """The owner reads the proposal with its partner and opens its file."""
    page = owner.page
    page.goto(proposal_url)
    expect(page.get_by_role("heading", name=IDEA, level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Fjelltekno")
    owner.look("owner-reads")
    address = page.get_by_role("link", name="Doors.pdf").get_attribute("href")
    assert page.request.get(str(address)).body().startswith(b"%PDF")
    owner.press("Mark and note")
    page.wait_for_url("**/compare*")
    owner.look("owner-compares")


def find_nothing(rival: Walker, proposal_url: str) -> None:
    """Nobody else is told that the proposal exists."""
    answer = rival.page.goto(proposal_url)
    assert answer is not None
    assert (answer.status, IDEA in rival.page.content()) == (404, False)


def move_deadline(left: timedelta) -> None:
    """Let the deadline be so far away, as waiting for it would."""
    with unit_of_work():
        for challenge in db.session.query(Challenge):
            challenge.closes_at = clock.now() + left


def submitted() -> Submission:
    """Return the one version that was handed in."""
    db.session.rollback()
    return db.session.query(Submission).one()


def squeezed(text: str) -> str:
    """Leave the spaces out that a page sets between the parts of a long hash."""
    return text.replace(" ", "").replace("\n", "")
