"""Registering on a phone within two minutes, with the keyboard alone, and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from app.core.db import db
from app.tickets.models import RegistrationAnswer, Ticket
from app.tickets.rules.questions import QuestionKind
from tests.browser.fixtures import PHONE, watch
from tests.factories.events import make_event
from tests.factories.questions import make_question
from tests.factories.tickets import make_ticket_type
from tests.journeys.keys import Keyboard
from tests.journeys.touches import Touches

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]
ALLOWED = 120  # seconds
TYPED = {
    "Given name": "Νίκος",
    "Family name": "Παππάς",
    "E-mail": "nikos.pappas@metallurgy.example.org",
    "Name of the organisation": "Θεσσαλικός Μεταλλουργικός Όμιλος",
}


@pytest.fixture
def address(app) -> str:
    """Return the page of an event that asks visitors two things, and one more that depends."""
    event = make_event(name="Open Innovation Day")
    visitor = make_ticket_type(event, name="Visitor")
    exhibitor = make_ticket_type(event, name="Exhibitor")
    lunch = make_question(
        event, QuestionKind.YES_NO, label="Do you stay for lunch?", types=[visitor]
    )
    make_question(
        event,
        QuestionKind.CHOICE,
        label="What do you eat?",
        options=["Everything", "No meat", "Nothing of animals"],
        is_required=True,
        depends_on_id=lunch.id,
        wanted="yes",
    )
    make_question(event, label="What do you show?", types=[exhibitor], is_required=True)
    return f"/e/{event.slug}"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def hand(request: pytest.FixtureRequest, chromium: Browser, server: str) -> Iterator[Touches]:
    """Return somebody's thumb on a phone, whose browser runs scripts or not."""
    context = chromium.new_context(
        base_url=server,
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        java_script_enabled=request.param,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    problems = watch(page)
    yield Touches(page)
    context.close()
    assert problems == []


def answers() -> dict[str, str]:
    db.session.rollback()
    rows = db.session.query(RegistrationAnswer).order_by(RegistrationAnswer.id)
    return {row.wording.label: row.value for row in rows}


def test_registering_on_a_phone_takes_less_than_two_minutes(hand, address, say, request):
    way = request.node.callspec.id
    page = hand.page
    page.goto(address)
    hand.read()
    hand.tap(page.get_by_role("link", name="Register").first)
    page.wait_for_url("**/register")
    hand.read()
    hand.tap(page.get_by_label("Visitor"))
    for label, text in TYPED.items():
        hand.write(label, text)
    hand.choose("What it is", "sme")
    hand.choose("Country", "GR")
    hand.tap(page.get_by_role("group", name="Do you stay for lunch?").get_by_label("Yes"))
    hand.tap(page.get_by_label("No meat"))
    hand.tap(page.get_by_role("main").get_by_role("button", name="Register"))
    expect(page.locator(".ticket__code svg")).to_be_visible()
    hand.read()

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert answers() == {"Do you stay for lunch?": "yes", "What do you eat?": "o2"}
    assert db.session.query(Ticket).one().email == TYPED["E-mail"]
    assert hand.seconds < ALLOWED
    say(
        f"registering on a phone {way}: {hand.pages} pages, {hand.taps} taps,"
        f" {hand.letters} letters, {hand.seconds:.0f} s of human steps"
    )


def test_a_question_shows_when_it_applies_and_asks_again_what_is_missing(hand, address):
    page = hand.page
    page.goto(address + "/register")
    diet, shown = page.get_by_label("No meat"), page.get_by_label("What do you show?")
    page.get_by_label("Visitor").check()
    if page.evaluate("document.querySelector('[data-theme-toggle]').checkVisibility()"):
        expect(diet).to_be_hidden()
        expect(shown).to_be_hidden()
        page.get_by_label("Exhibitor").check()
        expect(shown).to_be_visible()
        page.get_by_label("Visitor").check()
    page.get_by_role("group", name="Do you stay for lunch?").get_by_label("Yes").check()
    expect(diet).to_be_visible()
    for label, text in TYPED.items():
        page.get_by_label(label).fill(text)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Register").click()

    expect(page.locator(".error-summary")).to_contain_text("What do you eat?")
    assert page.get_by_label("Family name").input_value() == TYPED["Family name"]
    expect(diet).to_be_visible()
    diet.check()
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Register").click()
    expect(page.locator(".ticket__code svg")).to_be_visible()


def test_somebody_registers_with_the_keyboard_alone(sit_down, address):
    page = sit_down().page
    page.goto(address)
    keys = Keyboard(page)
    keys.follow("Register", "**/register")
    keys.go_to(page.get_by_label("Exhibitor"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Visitor")).to_be_checked()
    for label, text in TYPED.items():
        keys.go_to(page.get_by_label(label))
        page.keyboard.type(text)
    keys.go_to(page.get_by_label("Country"))
    page.keyboard.type("Gree")
    keys.go_to(page.get_by_role("group", name="Do you stay for lunch?").get_by_label("Yes"))
    page.keyboard.press("Space")
    keys.go_to(page.get_by_label("Everything"))
    page.keyboard.press("Space")
    keys.push("Register", "**/tickets/*")

    expect(page.locator(".ticket__code svg")).to_be_visible()
    assert answers() == {"Do you stay for lunch?": "yes", "What do you eat?": "o1"}
    assert keys.problems == []
