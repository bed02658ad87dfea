"""A juror in a tunnel: what is written goes on waiting, nothing is lost, doubled or overwritten."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.core.db import db
from app.core.files import store_bytes
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.juries.models import Score, Scorecard, ScorecardSave
from app.juries.rules.saving import Sheet
from app.juries.services.saving import take_sheet
from app.proposals.models import ProposalFile
from tests.app.juries.scene import full, make_scene
from tests.factories import saved
from tests.factories.juries import make_assignment

pytestmark = pytest.mark.browser
SIGN_OUT = """() => document.querySelector('form[action="/sign-out"]').requestSubmit()"""
KEPT = "async () => [await caches.keys(), (await indexedDB.databases()).map((one) => one.name)]"
FIT, TEAM = "scores-0-value", "scores-1-value"


@pytest.fixture
def tunnel(phone, signed_in_as):
    """Return a juror's phone with the first of two proposals open and kept for offline."""
    scene = make_scene(proposals=2)
    duties = [make_assignment(scene.jurors[0], one) for one in scene.proposals]
    signed_in_as(phone, scene.jurors[0].person)
    return Tunnel(phone, scene, duties)


class Tunnel:
    """A juror with a phone, and what the server has of them."""

    def __init__(self, page, scene, duties):
        self.page, self.scene, self.duties = page, scene, duties
        self.open(0)
        page.wait_for_selector("html[data-offline=ready]")

    def path(self, number):
        return f"/jury/{encode_id(self.duties[number].id)}"

    def open(self, number):
        self.page.goto(self.path(number) + "#scorecard-part")
        self.page.wait_for_selector("form[data-ready]")

    def offline(self, *, is_off=True):
        self.page.context.set_offline(is_off)

    def give(self, name, level):
        self.page.locator(f"input[name='{name}'][value='{level}']").check()

    def given(self, name):
        return self.page.locator(f"input[name='{name}']:checked")

    def says(self, words):
        expect(self.page.locator("[data-queue]").first).to_contain_text(words)

    def saves(self, number=0):
        db.session.rollback()
        query = select(ScorecardSave).where(ScorecardSave.assignment_id == self.duties[number].id)
        return db.session.scalars(query.order_by(ScorecardSave.version)).all()

    def levels(self):
        db.session.rollback()
        query = select(Score.value).join(Scorecard).where(Score.value.is_not(None))
        query = query.where(Scorecard.assignment_id == self.duties[0].id)
        return db.session.scalars(query.order_by(Score.value)).all()


def test_saves_wait_for_the_network_through_reloads_and_restarts(tunnel, axe):
    tunnel.offline()
    tunnel.give(FIT, 3)
    tunnel.says("One change waits for the network")
    tunnel.page.reload()
    expect(tunnel.given(FIT)).to_have_value("3")
    tunnel.give(TEAM, 1)
    tunnel.says("2 changes wait for the network")
    tunnel.page.get_by_role("button", name="Undo").click()
    tunnel.says("3 changes wait for the network")
    axe(tunnel.page)
    restarted = tunnel.page.context.new_page()
    tunnel.page.close()
    tunnel.page = restarted
    tunnel.open(0)
    expect(tunnel.given(FIT)).to_have_value("3")
    expect(tunnel.given(TEAM)).to_have_count(0)
    assert tunnel.saves() == []

    tunnel.offline(is_off=False)
    tunnel.says("Saved")
    assert tunnel.levels() == [3]
    saves = tunnel.saves()
    assert [save.version for save in saves] == [1, 2, 3]
    assert [save.content["marks"]["team"][0] for save in saves] == [None, 1, None]
    assert len({save.client_id for save in saves}) == 3


def test_a_save_whose_answer_was_lost_is_stored_once(tunnel):
    lost: list[str | None] = []

    def lose(route):
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data)
        route.fetch()
        route.abort()

    tunnel.page.context.route("**/draft", lose)
    tunnel.give(FIT, 4)
    tunnel.says("One change waits for the network")
    tunnel.page.evaluate("dispatchEvent(new Event('online'))")
    tunnel.says("Saved")
    assert (len(lost), [save.version for save in tunnel.saves()], tunnel.levels()) == (
        1,
        [1],
        [4],
    )


def test_what_another_device_wrote_is_shown_and_not_overwritten(tunnel, axe):
    with unit_of_work():
        take_sheet(tunnel.scene.juror(), tunnel.duties[0].id, Sheet(full(2), 0))
    tunnel.give(FIT, 5)
    block = tunnel.page.locator("[data-sheet-conflict]")
    expect(block).to_be_visible()
    assert "5" in block.get_by_role("row").nth(1).inner_text()
    assert tunnel.levels() == [2, 2]
    axe(tunnel.page)
    block.get_by_role("button", name="Keep what is here").click()
    tunnel.says("Saved")
    assert tunnel.levels() == [5]


def test_a_pile_is_taken_along_scored_and_handed_in_without_a_network(tunnel):
    stored = saved(lambda: store_bytes(b"%PDF-1.7 pitch", "pitch.pdf", "application/pdf"))
    other = tunnel.scene.proposals[1]
    saved(lambda: ProposalFile(proposal_id=other.id, file_id=stored.id))
    tunnel.page.goto("/jury")
    tunnel.page.get_by_role("button", name="Take along for the train").click()
    expect(
        tunnel.page.get_by_text("2 proposals and 1 documents are on this device")
    ).to_be_visible()
    tunnel.offline()
    tunnel.open(1)
    file = f"{tunnel.path(1)}/files/{encode_id(stored.id)}"
    read = tunnel.page.evaluate("async (path) => (await (await fetch(path)).text())", file)
    assert read == "%PDF-1.7 pitch"
    tunnel.give(FIT, 4)
    tunnel.give(TEAM, 4)
    for reason in tunnel.page.locator("textarea[name^=scores-]").all():
        reason.fill("Seen in the train.")
    tunnel.page.get_by_role("button", name="Hand in scorecard").click()
    expect(tunnel.page.get_by_text("It is handed in as soon as there is a network")).to_be_visible()
    tunnel.offline(is_off=False)
    tunnel.page.wait_for_url("**" + tunnel.path(0))
    assert tunnel.saves(1)[-1].is_submitted


def test_who_signs_out_leaves_nothing_of_the_jury_on_the_device(tunnel):
    tunnel.give(FIT, 3)
    tunnel.says("Saved")
    assert tunnel.page.evaluate(KEPT)[1] == ["innoday-jury"]
    with tunnel.page.expect_navigation():
        tunnel.page.evaluate(SIGN_OUT)
    assert tunnel.page.evaluate(KEPT) == [[], []]
    assert tunnel.levels() == [3]
