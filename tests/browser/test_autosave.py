"""Drafts save themselves: while a save is on its way, without a connection, in two tabs."""

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from app.core.db import db
from app.core.ids import encode_id
from app.proposals.models import Proposal
from tests.factories.challenges import make_challenge
from tests.factories.proposals import make_proposal

pytestmark = pytest.mark.browser
LOOKS, PAUSE_MS = 100, 50

HIDE = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# What a page sends as it is closed gets past Chromium's own way to be offline.
CUT_OFF = "() => { window.fetch = () => Promise.reject(new TypeError('offline')); }"
SIGN_OUT = """() => document.querySelector('form[action="/sign-out"]').requestSubmit()"""
KEPT = "() => Object.keys(localStorage).filter((key) => key.startsWith('innoday.unsaved'))"


@pytest.fixture
def draft(page, signed_in_as):
    """Return an editor that is open in a tab, with the proposal that it is of."""
    proposal = make_proposal(make_challenge(), summary="Nothing yet")
    signed_in_as(page, proposal.created_by)
    return Draft(page, proposal.id)


class Draft:
    """A draft in a tab, and what the server has of it."""

    def __init__(self, page, proposal_id):
        self.page, self.proposal_id = page, proposal_id
        self.path = f"/proposals/{encode_id(proposal_id)}/edit"
        page.goto(self.path)

    @property
    def summary(self):
        return self.page.get_by_label("Summary")

    @property
    def left(self):
        return self.page.locator("[data-autosave-left]")

    def write(self, text):
        self.summary.fill(text)
        self.summary.blur()

    def hold_first_save(self):
        """Let the first save wait; returns where it waits."""
        held: list[Route] = []

        def handle(route):
            if held:
                route.continue_()
            else:
                held.append(route)

        self.page.context.route("**/autosave", handle)
        return held

    def says(self, state):
        status = self.page.locator("[data-autosave-status]")
        expect(status).to_have_attribute("data-state", state)

    def stored(self):
        db.session.rollback()
        return db.session.scalar(select(Proposal.summary).where(Proposal.id == self.proposal_id))

    def is_stored(self, text):
        for _look in range(LOOKS):
            if self.stored() == text:
                return
            self.page.wait_for_timeout(PAUSE_MS)
        assert self.stored() == text


def test_what_is_typed_while_a_save_is_on_its_way_goes_right_after_it(draft):
    held = draft.hold_first_save()
    draft.write("First")
    draft.says("saving")
    draft.summary.fill("First and second")
    draft.page.evaluate(HIDE)
    held[0].continue_()
    draft.is_stored("First and second")
    draft.says("saved")
    assert draft.page.evaluate(KEPT) == []


def test_what_is_typed_while_a_save_is_on_its_way_is_sent_when_the_page_is_left(draft):
    draft.hold_first_save()
    draft.write("First")
    draft.says("saving")
    draft.summary.fill("First and second")
    draft.page.goto("/home")
    draft.is_stored("First and second")


def test_without_a_connection_the_text_is_kept_until_the_server_has_it(draft, axe):
    context = draft.page.context
    context.set_offline(True)
    draft.write("Typed in the train")
    draft.says("retry")
    expect(draft.page.get_by_text("Not saved yet")).to_be_visible()
    assert len(draft.page.evaluate(KEPT)) == 1
    draft.page.evaluate(CUT_OFF)
    draft.page.close()
    context.set_offline(False)
    assert draft.stored() == "Nothing yet"

    again = Draft(context.new_page(), draft.proposal_id)
    expect(again.summary).to_have_value("Typed in the train")
    again.is_stored("Typed in the train")
    again.says("saved")
    assert again.page.evaluate(KEPT) == []
    again.page.reload()
    expect(again.left).to_be_hidden()


def test_a_second_tab_is_told_of_the_first_and_keeps_its_text(draft, axe):
    other = Draft(draft.page.context.new_page(), draft.proposal_id)
    draft.write("From the first tab")
    draft.is_stored("From the first tab")
    other.write("From the second tab")
    other.says("conflict")
    other.page.reload()
    expect(other.summary).to_have_value("From the first tab")
    expect(other.left).to_be_visible()
    axe(other.page)
    other.left.get_by_role("button", name="Put my text back").click()
    other.is_stored("From the second tab")
    other.says("saved")
    expect(other.left).to_be_hidden()


def test_who_signs_out_leaves_nothing_on_the_device(draft):
    draft.page.context.route("**/autosave", lambda route: route.abort())
    draft.write("For my eyes only")
    draft.says("retry")
    with draft.page.expect_navigation():
        draft.page.evaluate(SIGN_OUT)
    assert draft.page.evaluate(KEPT) == []
