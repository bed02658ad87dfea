"""The audience's vote: one per badge, by a rule that stands, beside the jury's result."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work, unit_of_work
from app.pitches import queries, services
from app.pitches.models import Ballot, Pitch
from app.pitches.rules.voting import VoteMode, VoteTerms, bursts, combined, points_of, tally
from app.tickets.queries import link_of
from tests.access.looking import text_of
from tests.app.juries.scene import make_scene
from tests.factories.identity import make_api_token
from tests.factories.pitches import make_pitch_day, make_pitch_round
from tests.factories.tickets import make_ticket, make_ticket_type

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RANKED = VoteTerms(VoteMode.RANKED, 3)


def test_points_follow_the_declared_rule():
    assert points_of([7, 8], VoteTerms()) == {7: 1, 8: 1}
    assert points_of([7, 8], RANKED) == {7: 3, 8: 2}
    assert tally([[7, 8], [8], [8, 7, 9]], RANKED) == {7: 5, 8: 8, 9: 1}


def test_jury_and_audience_join_by_the_share():
    jury = {1: Fraction(80), 2: Fraction(70)}
    assert combined(jury, {1: 5, 2: 10}, 20) == {1: 74, 2: 76}
    assert combined(jury, {}, 50) == {1: 40, 2: 35}


@given(st.permutations([[1], [2, 1], [3], [1, 2, 3]]))
def test_the_order_of_ballots_changes_nothing(ballots):
    assert tally(ballots, RANKED) == {1: 8, 2: 5, 3: 4}


def test_many_ballots_from_one_network_within_seconds_are_a_flag():
    slow = [("a", NOON + timedelta(minutes=number)) for number in range(30)]
    fast = [("b", NOON + timedelta(seconds=number)) for number in range(12)]
    (found,) = bursts(slow + fast)
    assert (found.network, found.first_at, found.ballots) == ("b", NOON, 12)
    assert bursts(fast[:9]) == ()


@pytest.fixture
def scene(app):
    """Return two pitches, a vote that is declared, and two badges."""
    scene: Any = make_scene(phase="shortlist", proposals=2)
    scene.round = make_pitch_round(scene.challenge)
    scene.day = make_pitch_day(scene.round, *scene.proposals)
    kind = make_ticket_type(scene.event)
    scene.tickets = [make_ticket(kind), make_ticket(kind)]
    terms = VoteTerms(VoteMode.RANKED, 2, 20)
    declare(scene, terms)
    return scene


def declare(scene, terms):
    return in_unit_of_work(lambda: services.declare_vote(scene.lead, scene.round.id, terms))


def step(scene, act):
    return in_unit_of_work(lambda: act(scene.lead, scene.round.id))


def pitch_ids(scene):
    query = select(Pitch.id).where(Pitch.day_id == scene.day.id).order_by(Pitch.place)
    return list(db.session.scalars(query))


def cast(scene, ticket, *numbers):
    ids, vote_id = pitch_ids(scene), queries.get_vote(scene.day).id
    chosen = [ids[number] for number in numbers]
    give = services.cast_ballot
    return in_unit_of_work(lambda: give(scene.tickets[ticket], vote_id, chosen, "192.0.2.7"))


def test_a_badge_votes_once_while_the_vote_is_open(scene):
    with pytest.raises(Conflict, match="vote_not_open"):
        cast(scene, 0, 1)
    step(scene, services.open_vote)
    assert cast(scene, 0, 1, 0).network == "192.0.2.0/24"
    with pytest.raises(Conflict, match="voted_already"):
        cast(scene, 0, 0)
    cast(scene, 1, 1)
    step(scene, services.close_vote)
    db.session.rollback()
    result = queries.count_votes(scene.lead, queries.get_vote(scene.day))
    said = [(one.pitch.proposal.title, one.points) for one in result.standings]
    assert (result.ballots, said) == (2, [("Proposal B", 4), ("Proposal A", 1)])
    assert [one.jury for one in result.standings] == [None, None]


@pytest.mark.parametrize(
    ("numbers", "code"),
    [((), "nothing_chosen"), ((0, 0), "choice_unknown"), ((0, 1, 0), "too_many_chosen")],
)
def test_a_ballot_holds_different_pitches_and_not_too_many(scene, numbers, code):
    step(scene, services.open_vote)
    with pytest.raises(Invalid, match=code):
        cast(scene, 0, *numbers)


def test_the_rule_is_frozen_when_the_vote_opens(scene):
    declare(scene, VoteTerms(VoteMode.APPROVAL, 1, 50))
    step(scene, services.open_vote)
    with pytest.raises(Conflict, match="vote_begun"):
        declare(scene, VoteTerms())
    step(scene, services.close_vote)
    step(scene, services.open_vote)
    db.session.rollback()
    assert queries.get_vote(scene.day).terms == VoteTerms(VoteMode.APPROVAL, 1, 50)
    with pytest.raises(Conflict, match="vote_not_open"):
        cast(scene, 0, 0)


def test_the_holder_of_a_badge_votes_by_its_secret_address(scene, browser):
    step(scene, services.open_vote)
    path = f"/vote/{link_of(scene.tickets[0])}"
    vote_id = encode_id(queries.get_vote(scene.day).id)
    first, second = map(encode_id, pitch_ids(scene))
    assert "Proposal A" in browser.get(path).text
    twice = browser.post(f"{path}/{vote_id}", {"place_1": first, "place_2": first}, page=path)
    assert (twice.status_code, "each at most once" in twice.text) == (422, True)
    browser.post(f"{path}/{vote_id}", {"place_1": second, "place_2": first}, page=path)
    assert db.session.scalars(select(Ballot.choices)).one() == [second, first]
    assert "This badge has voted" in browser.get(path).text
    assert browser.get(f"/vote/{link_of(scene.tickets[0])[:-1]}x").status_code == 404


def test_the_organiser_declares_opens_closes_and_sees_both_results_apart(scene, browser):
    browser.sign_in(scene.organiser)
    path = f"/manage/pitches/{encode_id(scene.round.id)}/vote"
    rule = {"mode": "approval", "most": "3", "share": "10"}
    assert browser.post(path, rule).status_code == 302
    assert browser.post(path, rule | {"share": "60"}).status_code == 422
    browser.post(f"{path}/open", page=path)
    cast(scene, 0, 1)
    page = browser.get(path).text
    assert ("One badge has voted." in page, "The audience counts 10 %" in page) == (True, True)
    assert "Draft, the vote is not closed" in text_of(browser.get(f"{path}.pdf").data)
    browser.post(f"{path}/close", page=path)
    assert "The vote is closed" in browser.get(path).text
    paper = browser.get(f"{path}.pdf")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    said = " ".join(text_of(paper.data).split())
    assert "Draft" not in said
    for words in ("Vote of the audience", "Proposal B", "By the declared rule", "One point for"):
        assert words in said
    browser.sign_in(scene.jurors[0].person)
    assert browser.get(f"{path}.pdf").status_code == 404


def test_the_page_of_a_ticket_leads_to_the_vote_and_says_what_comes_before_and_after(
    scene, browser
):
    link = link_of(scene.tickets[0])
    ticket, vote = f"/tickets/{link}", f"/vote/{link}"
    before = browser.get(ticket).text
    assert ("After the pitches" in before, vote in before) == (True, False)
    assert "The vote is not open yet" in browser.get(vote).text
    step(scene, services.open_vote)
    assert f'href="{vote}"' in browser.get(ticket).text
    step(scene, services.close_vote)
    after = browser.get(ticket).text
    assert ("The vote is closed" in after, vote in after) == (True, False)
    assert "What comes now is not counted" in browser.get(vote).text
    with unit_of_work():
        db.session.merge(scene.tickets[0]).state = "cancelled"
    assert "Vote of the audience" not in browser.get(ticket).text
    assert "There is no vote for this ticket" in browser.get(vote).text


def test_programs_declare_open_and_read_the_result(scene, client):
    headers = {"Authorization": "Bearer " + make_api_token(scene.organiser)}
    base = f"/api/v1/rounds/{encode_id(scene.round.id)}/vote"
    rule = {"mode": "ranked", "most": 2, "share": 0}
    assert client.put(base, json=rule, headers=headers).json["stage"] == "declared"
    assert client.post(f"{base}/open", headers=headers).json["stage"] == "open"
    cast(scene, 0, 0)
    found = client.get(base, headers=headers).json
    assert [(one["title"], one["points"], one["together"]) for one in found["items"]] == [
        ("Proposal A", 2, None),
        ("Proposal B", 0, None),
    ]
    assert client.post(f"{base}/close", headers=headers).json["stage"] == "closed"
