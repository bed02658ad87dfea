"""Suggestions are worked out by the worker; owners invite, organisations answer or refuse."""

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, RateLimited
from app.core.facts import record
from app.core.uow import unit_of_work
from app.identity.facts import OrganisationChanged
from app.identity.queries import actor_for
from app.identity.rules import MemberRole
from app.matching import services
from app.matching.models import ChallengeInvitation, Suggestion, SuggestionRefresh
from app.matching.queries.suggestions import list_candidates, list_suggestions
from app.matching.rules import MOST_A_DAY, Answer, left_today
from tests.factories.directory import make_listed
from tests.factories.identity import make_member, make_organisation
from tests.factories.matching import (
    make_call,
    make_cooler,
    make_invitation,
    make_stranger,
    work_out,
)
from tests.worker import run_jobs


@pytest.fixture
def challenge(app):
    return make_call()


@pytest.fixture
def owner(challenge):
    return actor_for(challenge.created_by)


@pytest.fixture
def cooler(app):
    return make_cooler(name="Frostgrid")


def invite(actor, challenge, organisation):
    with unit_of_work():
        return services.invite_organisation(actor, challenge.id, organisation_id=organisation.id)


def suited(challenge):
    return [one.organisation.name for one in list_candidates(challenge.id, limit=9)]


def test_who_shares_something_is_suggested_with_the_reason(challenge, cooler):
    make_stranger()
    work_out()
    found = list_suggestions([cooler.id], clock.now())
    assert [one.challenge_id for one in found] == [challenge.id]
    assert db.session.scalar(select(func.count()).select_from(Suggestion)) == 1
    assert found[0].score >= 35
    assert found[0].reasons[0] == ["keywords", ["cold storage", "defrost"]]
    assert suited(challenge) == ["Frostgrid"]


def test_only_the_directory_is_shown_to_owners_but_everybody_is_suggested_challenges(challenge):
    hidden = make_cooler(listed_at=None)
    work_out()
    assert suited(challenge) == []
    assert len(list_suggestions([hidden.id], clock.now())) == 1


@pytest.mark.parametrize(
    "values",
    [{"phase": "draft"}, {"phase": "jury"}, {"countries": ["PL"]}, {"who_may_apply": ["research"]}],
)
def test_what_takes_no_proposals_or_not_from_them_is_not_suggested(app, cooler, values):
    make_call(**values)
    work_out()
    assert list_suggestions([cooler.id], clock.now()) == []


def test_working_out_again_writes_only_what_differs(challenge, cooler):
    make_stranger()
    work_out()
    row = db.session.get(Suggestion, (challenge.id, cooler.id))
    with unit_of_work():
        db.session.get(Suggestion, (challenge.id, cooler.id)).score = 99
    work_out()
    db.session.expire_all()
    assert row.score < 99
    with unit_of_work():
        db.session.merge(challenge).phase = "jury"
    work_out()
    assert db.session.scalar(select(func.count()).select_from(Suggestion)) == 0


def test_many_changes_are_one_refresh(app):
    for _ in range(3):
        with unit_of_work():
            services.request_refresh()
    assert db.session.scalar(select(func.count()).select_from(SuggestionRefresh)) == 1
    services.refresh()
    assert db.session.scalar(select(func.count()).select_from(SuggestionRefresh)) == 0


def test_a_changed_profile_asks_for_a_refresh(app, cooler):
    with unit_of_work():
        record(OrganisationChanged(organisation_id=cooler.id, part="sector"))
    run_jobs()
    assert db.session.scalar(select(func.count()).select_from(SuggestionRefresh)) == 1


def test_an_organisation_is_invited_once_for_a_challenge(challenge, owner, cooler):
    first = invite(owner, challenge, cooler)
    assert (first.place, first.answer) == (1, None)
    with pytest.raises(Conflict, match="invited_to_challenge_already"):
        invite(owner, challenge, cooler)
    assert (
        invite(
            owner,
            make_call(
                created_by_id=owner.person_id, owner_organisation_id=challenge.owner_organisation_id
            ),
            cooler,
        ).place
        == 1
    )


def test_a_challenge_invites_twenty_a_day(challenge, owner, cooler):
    for place in range(1, MOST_A_DAY + 1):
        make_invitation(challenge, make_organisation(), place)
    with pytest.raises(RateLimited, match="invitations_spent"):
        invite(owner, challenge, cooler)
    assert [left_today(sent) for sent in (0, 19, 20, 21)] == [20, 1, 0, 0]


def test_two_at_once_cannot_take_the_same_place_of_a_day(challenge):
    make_invitation(challenge, make_organisation(), 7)
    with pytest.raises(Conflict, match="invited_at_once"):
        make_invitation(challenge, make_organisation(), 7)


def test_who_may_not_apply_is_not_listed_or_refuses_is_not_invited(challenge, owner, cooler):
    with pytest.raises(Invalid, match="organisation_unlisted"):
        invite(owner, challenge, make_organisation())
    with pytest.raises(Invalid, match="not_a_candidate"):
        invite(owner, challenge, make_listed(kind="public"))
    work_out()
    boss = actor_for(make_member(cooler))
    with unit_of_work():
        services.set_wish(boss, cooler.id, is_wanted=False)
    assert suited(challenge) == []
    with pytest.raises(Conflict, match="invitations_unwanted"):
        invite(owner, challenge, cooler)


def test_a_challenge_that_closed_invites_nobody(owner, challenge, cooler):
    with unit_of_work():
        db.session.merge(challenge).phase = "jury"
    with pytest.raises(Conflict, match="challenge_takes_none"):
        invite(owner, challenge, cooler)


def test_only_its_owner_and_the_organisers_invite(challenge, cooler):
    rival = actor_for(make_member(make_organisation(kind="large_company")))
    for somebody in (rival, ANONYMOUS):
        with pytest.raises(NotFound):
            invite(somebody, challenge, cooler)


def test_an_owner_of_the_organisation_answers_once(challenge, cooler):
    invitation = make_invitation(challenge, cooler)
    boss = actor_for(make_member(cooler))
    clerk = actor_for(make_member(cooler, role=MemberRole.MEMBER))

    def answer(actor, how):
        with unit_of_work():
            return services.answer_invitation(actor, invitation.id, answer=how)

    with pytest.raises(Forbidden):
        answer(clerk, Answer.INTERESTED)
    with pytest.raises(NotFound):
        answer(actor_for(challenge.created_by), Answer.INTERESTED)
    assert answer(boss, Answer.INTERESTED).answer == "interested"
    with pytest.raises(Conflict, match="challenge_invitation_answered"):
        answer(boss, Answer.DECLINED)
    kept = db.session.get(ChallengeInvitation, invitation.id)
    assert (kept.answer, kept.answered_by_id) == ("interested", boss.person_id)


def test_a_wish_can_be_said_twice_and_taken_back(cooler):
    boss = actor_for(make_member(cooler))
    for is_wanted in (False, False, True, True):
        with unit_of_work():
            assert services.set_wish(boss, cooler.id, is_wanted=is_wanted) is is_wanted
    stranger = actor_for(make_member(make_organisation()))
    with pytest.raises(NotFound), unit_of_work():
        services.set_wish(stranger, cooler.id, is_wanted=False)
