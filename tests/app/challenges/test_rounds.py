"""Challenges that come back: the rule, the next round, and what goes on in it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from app.challenges.models import Challenge, ChallengeVersion
from app.challenges.queries.rounds import list_due, list_rounds, next_closing
from app.challenges.services import rounds
from app.core import clock
from app.core.audit import AuditEntry
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.documents.models import Agreement, Document
from app.enquiries.models import ChallengeFollower
from app.enquiries.queries import list_published
from app.events.models import TeamRole
from app.identity.queries import actor_for
from app.notifications.models import Delivery
from app.proposals.models import Proposal
from challenges.rounds import Unit
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.enquiries import make_enquiry, make_follower
from tests.factories.events import make_event, make_portal, make_team_member
from tests.factories.identity import make_api_token, make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal
from tests.worker import run_jobs

LATE = timedelta(minutes=10)


def standing(**values):
    """Make a challenge on a portal that is open, and return it with its owner as an actor."""
    challenge = make_challenge(make_portal(), **values)
    return challenge, actor_for(challenge.created_by)


def plan(actor, challenge, **values):
    with unit_of_work():
        return rounds.plan_rounds(
            actor, challenge.id, **({"every": 2, "unit": Unit.WEEKS} | values)
        )


def has_closed(challenge, ago=LATE):
    """Let the deadline of a round have passed."""
    with unit_of_work():
        closes_at = clock.now() - ago
        change = update(Challenge).where(Challenge.id == challenge.id)
        opened = {"opens_at": closes_at - timedelta(days=7)}
        db.session.execute(change.values(closes_at=closes_at, **opened))
    db.session.expire_all()


def open_next(challenge):
    with unit_of_work():
        return rounds.open_next_round(challenge.id)


def second_round():
    challenge, owner = standing()
    plan(owner, challenge)
    has_closed(challenge)
    return challenge, open_next(challenge), owner


def facts():
    return list(db.session.scalars(select(AuditEntry.name).order_by(AuditEntry.id)))


def test_the_next_round_is_a_copy_that_is_open_until_the_deadline_of_the_rule(app):
    closes = datetime.combine(
        clock.now().date() + timedelta(days=7), time(15), ZoneInfo("Europe/Berlin")
    ).astimezone(UTC)
    challenge, owner = standing(closes_at=closes, decision_on=closes.date() + timedelta(days=40))
    series = plan(owner, challenge)
    assert (series.first_on, series.at, series.decision_days) == (closes.date(), "15:00", 40)
    assert (challenge.series_id, challenge.round) == (series.id, 1)

    has_closed(challenge)
    following = open_next(challenge)

    assert (following.series_id, following.round, following.phase) == (series.id, 2, "published")
    assert (following.title, following.budget_minor) == (challenge.title, challenge.budget_minor)
    assert [one.key for one in following.criteria] == [one.key for one in challenge.criteria]
    assert [one.key for one in following.questions] == [one.key for one in challenge.questions]
    local = following.closes_at.astimezone(ZoneInfo("Europe/Berlin"))
    # The first deadline is a week off, half of the two weeks that a round takes: it counts.
    assert (local.date(), local.time()) in {
        (closes.date(), time(15)),
        (closes.date() + timedelta(days=14), time(15)),
    }
    assert following.decision_on == local.date() + timedelta(days=40)
    kept = db.session.scalars(
        select(ChallengeVersion).where(ChallengeVersion.challenge_id == following.id)
    ).one()
    assert (kept.number, kept.occasion, kept.by_id) == (1, "published", None)
    assert facts()[-2:] == ["RoundsPlanned", "RoundOpened"]


def test_a_round_opens_once_and_not_before_the_last_ones_in_time_had_their_turn(app):
    challenge, owner = standing()
    plan(owner, challenge)
    assert open_next(challenge) is None
    has_closed(challenge, timedelta(minutes=1))
    assert open_next(challenge) is None
    has_closed(challenge)
    assert open_next(challenge).round == 2
    assert open_next(challenge) is None
    assert db.session.query(Challenge).count() == 2


@pytest.mark.parametrize("phase", ["archived", "draft", "in_review"])
def test_no_round_follows_one_that_was_called_off_or_taken_back(app, phase):
    challenge, owner = standing()
    plan(owner, challenge)
    with unit_of_work():
        db.session.execute(update(Challenge).values(phase=phase))
    has_closed(challenge)
    assert open_next(challenge) is None


def test_no_round_follows_when_the_rule_has_ended(app):
    challenge, owner = standing()
    plan(owner, challenge, most_rounds=2)
    has_closed(challenge)
    following = open_next(challenge)
    assert next_closing(following) is None
    has_closed(following)
    assert open_next(following) is None


def test_a_stopped_series_opens_no_further_round(app):
    challenge, owner = standing()
    plan(owner, challenge)
    with unit_of_work():
        rounds.stop_rounds(owner, challenge.id)
    has_closed(challenge)
    assert open_next(challenge) is None
    assert list_due(clock.now()) == []
    with pytest.raises(Conflict) as refused, unit_of_work():
        rounds.stop_rounds(owner, challenge.id)
    assert refused.value.code == "not_in_rounds"


def test_drafts_go_on_and_what_was_handed_in_stays(app):
    challenge, owner = standing()
    plan(owner, challenge)
    draft, submitted = make_proposal(challenge), make_submitted_proposal(challenge)
    withdrawn = make_proposal(challenge, state="withdrawn")
    follower = make_person()
    make_follower(challenge, follower)
    has_closed(challenge)
    run_jobs()
    with unit_of_work():
        rounds.open_next_round(challenge.id)
    run_jobs()

    following = db.session.scalars(select(Challenge).where(Challenge.round == 2)).one()
    where = dict(db.session.execute(select(Proposal.id, Proposal.challenge_id)).all())
    assert where == {
        draft.id: following.id,
        submitted.id: challenge.id,
        withdrawn.id: challenge.id,
    }
    told = db.session.execute(
        select(Delivery.template, Delivery.recipient).order_by(Delivery.template)
    ).all()
    assert told == [("draft_carried", draft.created_by.email), ("round_opened", follower.email)]
    assert db.session.query(ChallengeFollower).filter_by(challenge_id=following.id).count() == 1


def test_answers_and_documents_stay_in_sight(app):
    challenge, owner = standing()
    plan(owner, challenge)
    make_enquiry(challenge, state="published", published_at=clock.now(), text="How cold?")
    saved(lambda: Document(challenge_id=challenge.id, text="Data", title="Readings", tier="public"))
    gone = {"title": "Old", "tier": "public", "removed_at": clock.now()}
    saved(lambda: Document(challenge_id=challenge.id, text="Data", **gone))
    agreements = [
        Agreement(challenge_id=challenge.id, version=one, text=f"Agree {one}") for one in (1, 2)
    ]
    with unit_of_work():
        db.session.add_all(agreements)
    has_closed(challenge)
    following = open_next(challenge)

    assert [one.text for one in list_published(following.id, 5)] == ["How cold?"]
    own = select(Document.title).where(Document.challenge_id == following.id)
    assert db.session.scalars(own).all() == ["Readings"]
    newest = select(Agreement.text).where(Agreement.challenge_id == following.id)
    assert db.session.scalars(newest).all() == ["Agree 2"]


def test_a_question_of_a_later_round_is_not_shown_in_a_former_one(app):
    challenge, following, _owner = second_round()
    make_enquiry(following, state="published", published_at=clock.now(), text="How warm?")
    assert list_published(challenge.id, 5) == []
    assert [one.text for one in list_published(following.id, 5)] == ["How warm?"]


def test_an_owner_closes_a_round_early_with_a_reason_if_another_follows(app):
    challenge, owner = standing()
    with pytest.raises(Conflict) as refused, unit_of_work():
        rounds.close_round(owner, challenge.id, "Enough")
    assert refused.value.code == "not_in_rounds"
    plan(owner, challenge)
    with unit_of_work():
        rounds.close_round(owner, challenge.id, "We have enough")
    assert challenge.closes_at <= clock.now()
    assert [(one.from_phase, one.to_phase, one.reason) for one in challenge.moves] == [
        ("open", "closed", "We have enough")
    ]
    assert open_next(challenge) is None  # in two minutes
    has_closed(challenge)
    assert open_next(challenge).round == 2


def test_the_last_round_is_not_closed_early(app):
    challenge, owner = standing()
    plan(owner, challenge)
    with unit_of_work():
        rounds.stop_rounds(owner, challenge.id)
    with pytest.raises(Conflict) as refused, unit_of_work():
        rounds.close_round(owner, challenge.id, "Enough")
    assert refused.value.code == "round_is_last"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"until": date(2199, 1, 1)}, "until_outside"),
        ({"until": date(2020, 1, 1)}, "no_further_round"),
        ({"most_rounds": 1}, "no_further_round"),
        ({"every": 12, "unit": Unit.MONTHS}, "no_further_round"),
    ],
)
def test_a_rule_by_which_nothing_follows_is_refused(app, values, code):
    challenge, owner = standing()
    with pytest.raises(Invalid) as refused:
        plan(owner, challenge, **values)
    assert refused.value.code == code
    db.session.rollback()
    assert db.session.get(Challenge, challenge.id).series_id is None


def test_rounds_are_of_the_owner_and_the_organisers_and_of_the_newest_round(app):
    challenge, following, owner = second_round()
    with pytest.raises(Forbidden):
        plan(actor_for(make_person()), challenge)
    with pytest.raises(Conflict) as refused:
        plan(owner, challenge)
    assert refused.value.code == "not_this_round"
    lead = make_person()
    make_team_member(following.event, lead, TeamRole.LEAD)
    assert plan(actor_for(lead), following, every=3).every == 3


def test_a_day_has_rounds_too_until_it_is_over(app):
    day = make_event(starts_at=clock.now() + timedelta(days=30))
    challenge = make_challenge(day, closes_at=clock.now() + timedelta(days=3))
    owner = actor_for(challenge.created_by)
    plan(owner, challenge)
    has_closed(challenge)
    following = open_next(challenge)
    assert following.closes_at < day.ends_at
    with pytest.raises(Invalid):
        plan(owner, following, every=6)


def test_the_nightly_look_opens_what_is_due(app):
    challenge, owner = standing()
    plan(owner, challenge)
    has_closed(challenge)
    rounds.look_for_rounds()
    run_jobs()
    assert [one.round for one in list_rounds(ANONYMOUS, challenge)] == [2, 1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_all_rounds_takes_the_same_statements(client, count_queries, number):
    challenge, owner = standing()
    plan(owner, challenge)
    newest = challenge
    for _one in range(number):
        has_closed(newest)
        newest = open_next(newest)
    db.session.expire_all()
    with count_queries as queries:
        page = client.get(f"/challenges/{encode_id(challenge.id)}/rounds")
    assert f"Round {number + 1}" in page.text
    assert queries.count == 3


def test_an_address_stays_and_a_finished_round_is_found_again(browser):
    challenge, following, _owner = second_round()
    led = browser.get(f"/challenge-series/{encode_id(challenge.series_id)}")
    assert led.location == f"/challenges/{encode_id(following.id)}"
    former = browser.get(f"/challenges/{encode_id(challenge.id)}")
    assert "This is round 1." in former.text
    assert f'href="/challenges/{encode_id(following.id)}"' in former.text
    everywhere = browser.get(f"/challenges/{encode_id(following.id)}/rounds").text
    assert f'href="/challenges/{encode_id(challenge.id)}"' in everywhere
    assert "Figures of the rounds" not in everywhere


def test_owners_see_the_figures_of_closed_rounds(browser):
    challenge, _following, _owner = second_round()
    make_submitted_proposal(challenge)
    browser.sign_in(challenge.created_by)
    page = browser.get(f"/challenges/{encode_id(challenge.id)}/rounds").text
    figures = page.split("Figures of the rounds")[2]
    assert "Round 1" in figures
    assert "Round 2" not in figures


def test_an_owner_plans_stops_and_closes_on_the_pages(browser):
    challenge, _owner = standing()
    browser.sign_in(challenge.created_by)
    path = f"/challenges/{encode_id(challenge.id)}"
    assert f'href="{path}/rounds/rule"' in browser.get(path).text
    assert browser.get(f"{path}/rounds/rule").status_code == 200
    planned = browser.post(f"{path}/rounds/rule", data={"every": "3", "unit": "weeks"})
    assert planned.location == f"{path}/rounds"
    assert "Every 3 weeks" in browser.get(f"{path}/rounds").text
    missing = browser.post(f"{path}/rounds/close", data={"reason": ""})
    assert missing.status_code == 422
    closed = browser.post(f"{path}/rounds/close", data={"reason": "Enough came"})
    assert closed.status_code == 302
    stopped = browser.post(f"{path}/rounds/stop", page=f"{path}/rounds")
    assert stopped.location == f"{path}/rounds"
    assert "No further round opens." in browser.get(f"{path}/rounds").text


def test_the_api_plans_lists_and_stops(client):
    challenge, _owner = standing()
    headers = {"Authorization": f"Bearer {make_api_token(challenge.created_by)}"}
    path = f"/api/v1/challenges/{encode_id(challenge.id)}"
    planned = client.put(
        f"{path}/rounds", json={"every": 1, "unit": "months", "most_rounds": 5}, headers=headers
    )
    assert (planned.status_code, planned.json["series"]["unit"]) == (200, "months")
    assert planned.json["next_closes_at"] is not None
    assert [one["round"] for one in planned.json["items"]] == [1]
    closed = client.post(f"{path}/close", json={"reason": "Enough"}, headers=headers)
    assert (closed.status_code, closed.json["phase"]) == (200, "closed")
    stopped = client.delete(f"{path}/rounds", headers=headers)
    assert stopped.json["next_closes_at"] is None
    again = client.delete(f"{path}/rounds", headers=headers)
    assert (again.status_code, again.json["code"]) == (409, "not_in_rounds")
