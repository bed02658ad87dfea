"""Home of an SME: the open challenges that it can answer, the most urgent first."""

from datetime import timedelta

import pytest

from app.core import clock
from app.identity.queries import actor_for
from app.proposals.queries import list_to_answer
from app.proposals.rules import may_answer
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event
from tests.factories.identity import make_member, make_organisation, make_person
from tests.factories.proposals import make_proposal


class Offer:
    """As much of a challenge as the rule looks at."""

    def __init__(self, kinds, countries):
        self.who_may_apply, self.countries = kinds, countries


class Sme:
    kind, country = "sme", "DE"


@pytest.mark.parametrize(
    ("kinds", "countries", "may"),
    [
        ([], [], True),
        (["sme"], [], True),
        (["sme"], ["DE", "PL"], True),
        (["sme"], ["PL"], False),
        (["startup"], [], False),
        (["startup", "consortium"], [], True),
    ],
)
def test_a_challenge_is_open_to_kinds_and_countries(kinds, countries, may):
    assert may_answer(Offer(kinds, countries), Sme) is may


@pytest.fixture
def sme(app):
    return make_organisation(kind="sme", country="DE")


def shown(member):
    return [one.title for one in list_to_answer(actor_for(member), clock.now())]


def test_what_it_can_answer_is_shown_by_deadline(sme):
    now = clock.now()
    event = make_event()
    make_challenge(event, title="later", closes_at=now + timedelta(days=9))
    make_challenge(event, title="sooner", closes_at=now + timedelta(days=2))
    make_challenge(event, title="not for us", who_may_apply=["research"])
    make_challenge(event, title="over", closes_at=now - timedelta(minutes=1))
    make_challenge(event, title="not yet", opens_at=now + timedelta(days=1))
    make_challenge(event, title="a draft", phase="draft")
    make_challenge(make_event(state="draft"), title="of a hidden event")
    make_challenge(event, title="our own", owner_organisation_id=sme.id)
    make_proposal(make_challenge(event, title="begun"), organisation_id=sme.id)
    assert shown(make_member(sme)) == ["sooner", "later"]
    assert shown(make_person()) == []
    assert shown(make_member(make_organisation(kind="cluster"))) == []


@pytest.mark.parametrize("more", [0, 2])
def test_three_take_as_many_statements_as_one(sme, count_queries, more):
    event = make_event()
    for _ in range(1 + more):
        make_challenge(event)
    actor = actor_for(make_member(sme))
    with count_queries as n:
        found = list_to_answer(actor, clock.now())
        assert {one.event.name for one in found} == {event.name}
        assert all(one.owner_organisation.name for one in found)
    assert len(found) == 1 + more
    assert n.count == 2


def test_home_shows_five_and_counts_the_others(browser, sme):
    event = make_event()
    for number in range(7):
        make_challenge(event, title=f"Challenge {number}")
    text = browser.sign_in(make_member(sme)).get("/home").text
    assert text.count('class="list-link"') == 5
    assert "2 more are open." in text
