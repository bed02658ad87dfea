"""Applying, scoring and registering in browsers that run no scripts."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.challenges.models import Challenge
from app.core.db import db
from app.juries.models import Scorecard
from app.proposals.models import Proposal, Submission
from app.tickets.models import Ticket
from tests.browser.fixtures import DESK
from tests.browser.live import sign_in
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event
from tests.factories.identity import make_person
from tests.factories.juries import make_assignment, make_juror
from tests.factories.proposals import make_submitted_proposal
from tests.factories.tickets import make_ticket_type
from tests.journeys.mailbox import confirmation_of
from tests.journeys.proposing import let_deadline_pass, small_pdf
from tests.journeys.walk import PASSWORD, Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]
SCRIPTS = "document.querySelector('[data-theme-toggle]').checkVisibility()"


@pytest.fixture
def walker(chromium: Browser, server: str, axe: Callable[[Page], None]) -> Iterator[Walker]:
    """Return somebody whose browser runs no scripts."""
    context = chromium.new_context(
        base_url=server, viewport=DESK, java_script_enabled=False, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield Walker(page, axe)
    context.close()


def submit(walker: Walker, name: str) -> None:
    """Press a button that sends a form, and wait for the page that comes back."""
    with walker.page.expect_navigation():
        walker.press(name)


def follow_error(page: Page, message: str, field: str) -> None:
    """Follow a link of the error summary into its field."""
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name=message, exact=True).click()
    expect(page.locator(field)).to_be_focused()
    expect(page.locator(field)).to_be_in_viewport()


def sign_up_on_the_way(sme: Walker, challenge_url: str) -> None:
    """Come from a challenge, find that an account is wanted, make one, forget half at first."""
    page = sme.page
    page.goto(challenge_url)
    assert page.evaluate(SCRIPTS) is False
    sme.press("Write a proposal")
    sme.press("Create an account")
    page.get_by_label("Given name").fill("Rokas")
    page.get_by_label("E-mail").fill("rokas")
    page.get_by_label("Name of the organisation").fill("Šaltis AI")
    submit(sme, "Create account")
    follow_error(page, "Family name: Fill this in.", "#f-family_name")
    assert page.get_by_label("Given name").input_value() == "Rokas"
    assert page.get_by_label("E-mail").input_value() == "rokas"
    assert page.get_by_label("Name of the organisation").input_value() == "Šaltis AI"
    page.get_by_label("Family name").fill("Šimkūnas")
    page.get_by_label("E-mail").fill("rokas@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("What it is").select_option("sme")
    page.get_by_label("Country").select_option("LT")
    submit(sme, "Create account")
    page.goto(confirmation_of("rokas@example.org"))
    submit(sme, "Confirm and sign in")


def write(sme: Walker) -> None:
    """Write half, save, be told what is missing, and write the rest."""
    page = sme.page
    submit(sme, "Start the proposal")
    page.get_by_label("Title").fill("Smart defrost")
    page.get_by_label("Summary").fill("A controller that learns when doors open.")
    submit(sme, "Save draft")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    submit(sme, "Check and submit")
    page.get_by_role("link", name="Say how mature your solution is.").click()
    expect(page.get_by_label("Maturity today (TRL)")).to_be_focused()
    submit(sme, "Check and submit")
    page.get_by_role("link", name="Back to the proposal").click()
    follow_error(page, "Answer “Your solution”.", "#f-answer-solution")
    assert page.get_by_label("Title").input_value() == "Smart defrost"
    page.get_by_label("Your solution").fill("It waits until defrosting pays.")
    page.get_by_label("Maturity today (TRL)").select_option("6")


def attach(sme: Walker, name: str, content: bytes) -> None:
    """Choose a file and save."""
    file = {"name": name, "mimeType": "application/pdf", "buffer": content}
    sme.page.get_by_label("Add a file").set_input_files([file])
    submit(sme, "Save draft")


def test_a_proposal_is_handed_in(app: Flask, walker: Walker, server: str) -> None:
    challenge = make_challenge()
    page = walker.page
    sign_up_on_the_way(walker, address_of(app, challenge))
    write(walker)
    attach(walker, "Konzept.pdf", b"no PDF at all")
    follow_error(
        page, "Add a file: Only PDF, PNG, JPEG, DOCX, XLSX and PPTX files are taken.", "#f-file"
    )
    assert page.get_by_label("Your solution").input_value() == "It waits until defrosting pays."
    attach(walker, "Konzept.pdf", small_pdf())
    attach(walker, "Anhang.pdf", small_pdf())
    submit(walker, "Remove Anhang.pdf")
    submit(walker, "Check and submit")
    page.get_by_role("radio", name="No", exact=True).check()
    submit(walker, "Submit proposal")

    submission = db.session.query(Submission).one()
    assert submission.sha256 in page.get_by_role("main").inner_text()
    assert [file["name"] for file in submission.content["files"]] == ["Konzept.pdf"]
    assert submission.content["answers"] == {"solution": "It waits until defrosting pays."}


def test_after_the_deadline_nothing_is_saved_or_submitted(
    app: Flask, walker: Walker, server: str
) -> None:
    challenge = make_challenge()
    page = walker.page
    sign_up_on_the_way(walker, address_of(app, challenge))
    write(walker)
    submit(walker, "Check and submit")
    page.go_back()
    page.get_by_label("Title").fill("A better title")
    let_deadline_pass()
    submit(walker, "Save draft")
    expect(page.get_by_text("The deadline has passed")).to_be_visible()
    assert page.get_by_label("Title").input_value() == "A better title"
    page.goto(page.url.replace("/edit", "/check"))
    expect(page.get_by_text("Nothing can be submitted or changed any more")).to_be_visible()
    expect(page.get_by_role("button", name="Submit proposal")).to_have_count(0)

    proposal = db.session.query(Proposal).one()
    assert (proposal.title, proposal.state) == ("Smart defrost", "draft")


def test_a_juror_scores(app: Flask, walker: Walker, server: str) -> None:
    challenge = make_challenge(make_event(), phase="jury")
    juror = make_juror(challenge.event, person_id=make_person(email="k@jury.example").id)
    proposal = make_submitted_proposal(challenge, state="eligible")
    make_assignment(juror, proposal)
    sign_in(app, walker.page.context, juror.person, server)
    db.session.rollback()
    page = walker.page
    page.goto("/jury")
    walker.press("Smart defrost")
    page.get_by_role("group", name="Fit, 60 %").get_by_label("4 Strong").check()
    page.get_by_label("Why, in a few words: Fit").fill("It fits well.")
    submit(walker, "Save draft")
    submit(walker, "Hand in scorecard")
    follow_error(page, "Team, 40 %: Choose a level.", "#f-scores-1-value")
    expect(page.get_by_label("4 Strong").first).to_be_checked()
    assert page.get_by_label("Why, in a few words: Fit").input_value() == "It fits well."
    page.get_by_role("group", name="Team, 40 %").get_by_label("3 Solid").check()
    page.get_by_label("Why, in a few words: Team").fill("Three people who did it before.")
    submit(walker, "Hand in scorecard")

    card = db.session.query(Scorecard).one()
    assert {score.key: score.value for score in card.scores} == {"fit": 4, "team": 3}
    assert card.submitted_at is not None


def test_somebody_registers_and_cancels(app: Flask, walker: Walker, server: str) -> None:
    event = make_event()
    make_ticket_type(event, name="Visitor")
    make_ticket_type(event, name="Exhibitor")
    page = walker.page
    page.goto(f"/e/{event.slug}")
    walker.press("Register")
    page.get_by_label("Visitor").check()
    page.get_by_label("Given name").fill("Νίκος")
    submit(walker, "Register")
    follow_error(page, "E-mail: Fill this in.", "#f-email")
    expect(page.get_by_label("Visitor")).to_be_checked()
    assert page.get_by_label("Given name").input_value() == "Νίκος"
    page.get_by_label("Family name").fill("Παππάς")
    page.get_by_label("E-mail").fill("nikos@example.org")
    submit(walker, "Register")
    expect(page.get_by_role("heading", name="Νίκος Παππάς")).to_be_visible()
    expect(page.locator(".ticket__code svg")).to_be_visible()
    walker.press("Cancel this ticket")
    submit(walker, "Cancel this ticket")
    expect(page.get_by_text("This ticket no longer opens the door.")).to_be_visible()

    assert [ticket.state for ticket in db.session.query(Ticket)] == ["cancelled"]


def address_of(app: Flask, challenge: Challenge) -> str:
    """Return the address of a challenge's page."""
    with app.test_request_context():
        return app.url_for("challenges.view_challenge", challenge_id=challenge.id)
