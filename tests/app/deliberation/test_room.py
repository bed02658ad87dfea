"""One scene from the opening of a room to signed minutes, and what it refuses on the way."""

import re

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.deliberation.models import Room, RoomItem
from app.deliberation.pages.base import kept_mean
from app.deliberation.presentation import readable
from app.deliberation.queries.minutes import compose, get_minutes
from app.deliberation.queries.rooms import get_item, get_place, lines_of
from app.deliberation.services import minutes as minutes_services
from app.deliberation.services import rooms
from app.feedback.queries.letters import list_drafts
from app.juries.models import ConflictOfInterest, Juror
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import deciding
from challenges.canonical import canonical_json, digest
from tests.access.looking import text_of
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.identity import make_person
from tests.factories.juries import make_assignment, make_scorecard
from tests.worker import run_jobs


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def do(service, *args, **more):
    with unit_of_work():
        return service(*args, **more)


@pytest.fixture
def scene(app):
    """Three proposals and three jurors; the third is tied to proposal B."""
    scene = make_scene(proposals=3, jurors=3)
    for proposal, levels in zip(scene.proposals, [(5, 4), (2, 3), (4, 4)], strict=True):
        for juror in scene.jurors[:2]:
            make_scorecard(make_assignment(juror, proposal), *levels)
    tie = {"juror_id": scene.jurors[2].id, "proposal_id": scene.proposals[1].id}
    saved(lambda: ConflictOfInterest(kind="family", source="juror", reason="My son.", **tie))
    return scene


@pytest.fixture
def room(scene):
    return do(rooms.open_room, scene.lead, scene.challenge.id).id


def item_of(room_id, proposal):
    query = select(RoomItem.id).where(
        RoomItem.room_id == room_id, RoomItem.proposal_id == proposal.id
    )
    return db.session.scalar(query)


def test_the_room_has_an_order_a_rule_for_ties_and_closed_items(scene, room):
    place = get_place(scene.lead, room)
    assert len(place.room.items) == 3
    assert (place.room.moves, place.room.least_moves) == (2, 2)
    assert len(place.room.seed) == 32
    assert place.room.tie_rules == ["heaviest_criterion", "lower_spread"]
    assert [line.away for line in lines_of(place) if line.away] == [("Juror No 3",)]
    tied = get_place(scene.juror(2), room)
    assert [line.item is None for line in lines_of(tied)].count(True) == 1
    with pytest.raises(NotFound):
        get_item(tied, item_of(room, scene.proposals[1]))
    with pytest.raises(Conflict) as twice:
        do(rooms.open_room, scene.lead, scene.challenge.id)
    assert twice.value.code == "room_open_already"


def test_an_item_keeps_scores_before_and_after_and_the_levels_that_were_agreed(scene, room):
    first, second = (item_of(room, proposal) for proposal in scene.proposals[:2])
    judge = scene.juror(0)
    do(rooms.join_room, judge, room)
    with pytest.raises(Forbidden):
        do(rooms.begin_item, judge, room, first)
    do(rooms.begin_item, scene.lead, room, first)
    with pytest.raises(Conflict) as busy:
        do(rooms.begin_item, scene.lead, room, second)
    assert busy.value.code == "item_up_already"
    with pytest.raises(Conflict) as empty:
        do(rooms.agree, judge, room, first)
    assert empty.value.code == "no_levels"
    do(rooms.set_levels, scene.lead, room, first, {"fit": 4, "team": 4})
    do(rooms.agree, judge, room, first)
    do(rooms.say, judge, room, first, "Strong, but not that strong.")
    with pytest.raises(Conflict) as outside:
        do(rooms.say, scene.juror(1), room, first, "From the corridor.")
    assert outside.value.code == "not_in_room"
    do(rooms.set_levels, scene.lead, room, first, {"fit": 4, "team": 3})
    place = get_place(scene.lead, room)
    assert get_item(place, first).agreements == []  # other levels ask again
    do(rooms.agree, judge, room, first)
    do(rooms.write_notes, scene.lead, room, first, chair="Agreed.", secretary="Two minutes.")
    item = do(rooms.end_item, scene.lead, room, first)
    assert item.before["percent"] == item.after["percent"] == "92.0"
    drafts = {one.proposal_id: one for one in list_drafts(place.room.challenge)}
    lines = drafts[scene.proposals[0].id].lines
    assert [(line.level, line.is_agreed) for line in lines] == [(4, True), (3, True)]


def test_minutes_are_signed_by_their_digest_and_a_changed_text_asks_again(scene, room):
    judge = scene.juror(0)
    do(rooms.join_room, judge, room)
    with pytest.raises(Conflict) as left:
        do(rooms.close_room, scene.lead, room)
    assert left.value.params == {"number": 3}
    for proposal in scene.proposals:
        do(rooms.begin_item, scene.lead, room, item_of(room, proposal))
        do(rooms.end_item, scene.lead, room, item_of(room, proposal))
    do(rooms.close_room, scene.lead, room)
    minutes = do(minutes_services.write_minutes, scene.lead, room)
    assert (minutes.version, minutes.sha256) == (1, digest(minutes.content))
    assert do(minutes_services.write_minutes, scene.lead, room).version == 1
    with pytest.raises(Conflict) as other:
        do(minutes_services.sign_minutes, judge, room, "0" * 64)
    assert other.value.code == "minutes_changed"
    read = minutes.sha256
    do(minutes_services.sign_minutes, judge, room, read)
    with pytest.raises(Conflict) as again:
        do(minutes_services.sign_minutes, judge, room, read)
    assert again.value.code == "signed_already"

    verdict = Verdict(Outcome.SELECTED, "Best by far.")
    do(deciding.record_decision, scene.lead, scene.proposals[0].id, verdict)
    newer = do(minutes_services.write_minutes, scene.lead, room)
    assert (newer.version, newer.signatures) == (2, [])
    with pytest.raises(Conflict):
        do(minutes_services.sign_minutes, scene.juror(1), room, read)
    do(minutes_services.sign_minutes, scene.juror(1), room, newer.sha256)

    tied = get_place(scene.juror(2), room)
    said = readable(get_minutes(tied.room), tied)
    assert [one["title"] for one in said["items"]].count("Proposal B") == 0
    assert (said["ranking"], said["decisions"], said["is_whole"]) == ([], [], False)


def editions_follow(scene, browser, here, draft, sha256):
    """Check the edition that a signature made, and what whoever is tied reads and signs."""
    run_jobs()
    assert browser.get(f"{here}/minutes.pdf?edition=1").data == draft
    signed = browser.get(f"{here}/minutes.pdf").data
    assert text_of(draft).count("Draft, not signed") == 1
    assert "Draft, not signed" not in text_of(signed)
    assert "1, edition 2" in text_of(signed)
    assert "Proposal B" in text_of(signed)
    browser.sign_in(scene.jurors[2].person)
    browser.post(f"{here}/minutes", {"sha256": sha256})
    own = words(browser.get(f"{here}/minutes"))
    assert "You left for some of it" in own
    assert "without number" not in own  # who left for what is closed is not told, whoever asks
    run_jobs()
    part = text_of(browser.get(f"{here}/minutes.pdf").data)
    browser.sign_in(scene.organiser)
    assert "without number 3" in words(browser.get(f"{here}/minutes"))
    assert "without number 3" in text_of(browser.get(f"{here}/minutes.pdf").data)
    assert "Proposal A" in part
    assert "Proposal B" not in part


def test_the_room_on_pages_and_by_programs(scene, room, browser):
    here = f"/deliberations/{encode_id(room)}"
    first = f"{here}/items/{encode_id(item_of(room, scene.proposals[0]))}"
    judge, other = scene.jurors[0].person, scene.jurors[2].person
    browser.sign_in(judge)
    assert "Come in" in words(browser.get(here))
    browser.post(f"{here}/join", page=here)
    browser.sign_in(scene.organiser)
    browser.post(f"{first}/begin", page=first)
    assert "Next but one: Proposal B; Juror No 3 leaves" in words(browser.get(f"{here}/state"))
    assert "Up now: Proposal A" in words(browser.get(here))
    levels = {"levels-0-key": "fit", "levels-0-value": "4"}
    levels |= {"levels-1-key": "team", "levels-1-value": "3"}
    browser.post(f"{first}/levels", levels, page=first)
    browser.sign_in(judge)
    browser.post(f"{first}/agree", page=first)
    assert browser.post(first, {"text": "I agree."}).status_code == 302
    assert "Agreed: Juror No 1" in words(browser.get(first))
    browser.sign_in(other)
    page = browser.get(here)
    assert "Proposal B" not in page.text
    assert "You are out of the room" in words(page)
    browser.sign_in(scene.organiser)
    browser.post(f"{first}/end", page=first)
    for proposal in scene.proposals[1:]:
        one = f"{here}/items/{encode_id(item_of(room, proposal))}"
        browser.post(f"{one}/begin", page=one)
        browser.post(f"{one}/end", page=one)
    browser.post(f"{here}/close", page=here)
    browser.post(f"{here}/minutes/write", page=here)
    assert "This is a draft" in words(browser.get(f"{here}/minutes"))
    assert browser.get(f"{here}/minutes.pdf").status_code == 409
    run_jobs()
    draft = browser.get(f"{here}/minutes.pdf").data
    browser.sign_in(judge)
    sha256 = get_minutes(db.session.get(Room, room)).sha256
    assert browser.post(f"{here}/minutes", {"sha256": sha256}).status_code == 302
    assert "This is a draft" not in words(browser.get(f"{here}/minutes"))
    editions_follow(scene, browser, here, draft, sha256)


def test_the_chair_and_the_secretary_run_the_room(scene, room):
    first = item_of(room, scene.proposals[0])
    with unit_of_work():
        db.session.get(Juror, scene.jurors[0].id).role = "secretary"
        db.session.get(Juror, scene.jurors[2].id).role = "chair"
    with pytest.raises(NotFound):  # the third juror is tied to this one, whatever the role
        do(rooms.begin_item, scene.juror(2), room, item_of(room, scene.proposals[1]))
    assert do(rooms.begin_item, scene.juror(0), room, first).begun_at is not None


def test_the_panel_of_a_blind_round_deliberates_without_names(scene, room, browser):
    proposal = scene.proposals[0]
    firm = proposal.organisation.name
    with unit_of_work():
        db.session.get_one(Room, room).round.blindness = "blind"
        db.session.merge(proposal).title = f"Defrost by {firm}"
    browser.sign_in(scene.jurors[0].person)
    path = f"/deliberations/{encode_id(room)}"
    item = f"{path}/items/{encode_id(item_of(room, proposal))}"
    for page in (browser.get(path), browser.get(item)):
        assert (page.status_code, firm in page.text, "Defrost by ███" in page.text) == (
            200,
            False,
            True,
        )
    said = compose(get_place(scene.lead, room).room)
    assert [one["organisation"] for one in said["items"]] == ["", "", ""]
    assert firm not in canonical_json(said)


@pytest.mark.parametrize(("kept", "shown"), [("14/3", "4.7"), ("4", "4.0"), (None, "–")])
def test_a_kept_mean_is_read_with_one_decimal(kept, shown):
    assert kept_mean(kept) == shown


def test_the_screen_shows_what_is_up_and_nothing_of_the_others(scene, room, browser):
    here = f"/deliberations/{encode_id(room)}/screen"
    first, second, third = (item_of(room, one) for one in scene.proposals)
    browser.sign_in(scene.organiser)
    titles = [one.title for one in scene.proposals]
    assert "comes up in a moment" in words(browser.get(here))
    assert not [title for title in titles if title in browser.get(here).text]
    do(rooms.begin_item, scene.lead, room, first)
    do(rooms.set_levels, scene.lead, room, first, {"fit": 4, "team": 3})
    do(rooms.join_room, scene.juror(0), room)
    do(rooms.say, scene.juror(0), room, first, "I am not convinced.")
    up = browser.get(f"{here}/now")
    assert [title for title in titles if title in up.text] == [titles[0]]
    assert "minute 1" in words(up)
    assert up.text.count('value="4"') == 1
    assert "convinced" not in up.text
    do(rooms.end_item, scene.lead, room, first)
    do(rooms.begin_item, scene.lead, room, third)
    do(rooms.end_item, scene.lead, room, third)
    over = words(browser.get(here))
    assert "Juror No 3 leaves" in over
    assert titles[0] not in over
    assert titles[1] not in over
    do(rooms.begin_item, scene.lead, room, second)
    assert "Out of the room: Juror No 3" in words(browser.get(here))
    browser.sign_in(scene.jurors[2].person)
    closed = words(browser.get(here))
    assert "This one is closed to you" in closed
    assert titles[1] not in closed
    browser.sign_in(make_person())
    assert browser.get(here).status_code == 404
