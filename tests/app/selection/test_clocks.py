"""The clocks on the challenge's pages, and overdue promises on the home page."""

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.events.policies import EVERYBODY
from app.identity.models import OrganisationKind
from app.proposals.models import Proposal
from app.selection.queries.clocks import (
    find_clocks,
    has_broken_promise,
    list_overdue_of_events,
    list_overdue_of_owners,
)
from tests.factories.challenges import make_challenge
from tests.factories.directory import join_cluster
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_member, make_organisation, make_person
from tests.factories.proposals import make_submitted_proposal


class Scene:
    """A challenge that promised its decision by yesterday, with two who wait and one told."""

    def __init__(self, **values) -> None:
        self.event = make_event(slug="day", timezone="Europe/Berlin")
        self.lead = make_person()
        make_team_member(self.event, self.lead, TeamRole.LEAD)
        self.firm = make_organisation(kind=OrganisationKind.LARGE_COMPANY)
        self.owner = make_member(self.firm)
        self.closed = clock.now() - timedelta(days=40)
        values = {
            "phase": "decision",
            "owner_organisation_id": self.firm.id,
            "opens_at": self.closed - timedelta(days=20),
            "closes_at": self.closed,
            "decision_on": (clock.now() - timedelta(days=1)).date(),
        } | values
        self.challenge = make_challenge(self.event, **values)
        self.proposals = [
            make_submitted_proposal(self.challenge, state="eligible") for _ in range(3)
        ]
        self.reply(0, 4)
        self.reply(1, 10)
        self.tell(0, 30)

    def _set(self, n, **values):
        with unit_of_work():
            one = db.session.get(Proposal, self.proposals[n].id)
            for name, value in values.items():
                setattr(one, name, value)

    def reply(self, n, days):
        self._set(n, first_reply_at=self.closed + timedelta(days=days))

    def tell(self, n, days):
        self._set(n, outcome_told_at=self.closed + timedelta(days=days))

    def late(self):
        db.session.expire_all()
        return [(one.challenge.id, one.waiting) for one in list_overdue_of_owners([self.firm.id])]


def test_medians_since_the_deadline_of_those_who_were_answered(app):
    scene = Scene()
    found = find_clocks(scene.challenge, EVERYBODY)
    assert (found.proposals, found.replied, found.reply_days) == (3, 2, 7.0)
    assert (found.decided, found.decision_days, found.on_time) == (1, 30.0, 1)
    assert find_clocks(make_challenge(scene.event), EVERYBODY) is None


def test_a_promise_is_overdue_while_anybody_waits(app):
    scene = Scene()
    assert scene.late() == [(scene.challenge.id, 2)]
    assert has_broken_promise(scene.challenge, EVERYBODY)
    scene.tell(1, 40)
    scene._set(2, state="ineligible")  # has had its answer, though no outcome was told
    assert scene.late() == []
    assert not has_broken_promise(scene.challenge, EVERYBODY)


@pytest.mark.parametrize("values", [{"phase": "archived"}, {"decision_on": None}])
def test_nothing_is_overdue_where_nothing_is_promised_any_more(app, values):
    assert Scene(**values).late() == []


def test_the_promised_day_ends_where_the_event_takes_place(app):
    scene = Scene(decision_on=clock.now().date())
    day = scene.challenge.decision_on
    with time_machine.travel(f"{day}T21:30:00+00:00", tick=False):  # 22:30 or 23:30 in Berlin
        assert scene.late() == []
    with time_machine.travel(f"{day + timedelta(days=1)}T00:30:00+00:00", tick=False):
        assert scene.late() == [(scene.challenge.id, 2)]


def test_a_co_organiser_counts_those_of_its_cluster(app):
    scene = Scene()
    cluster, person = make_organisation(kind=OrganisationKind.CLUSTER), make_person()
    make_team_member(scene.event, person, TeamRole.CO_ORGANISER, organisation_id=cluster.id)
    actor, run = actor_of(person), [scene.event]
    assert list_overdue_of_events(actor, run) == []
    join_cluster(cluster, scene.proposals[2].organisation)
    db.session.expire_all()
    assert [one.waiting for one in list_overdue_of_events(actor, run)] == [1]
    assert [one.waiting for one in list_overdue_of_events(actor_of(scene.lead), run)] == [2]
    assert list_overdue_of_events(actor, []) == []


def test_owner_and_organisers_see_the_clocks_and_what_is_overdue_at_home(browser):
    scene = Scene()
    own = f"/challenges/{encode_id(scene.challenge.id)}"
    managed = f"/manage/day{own}"
    waits = "2 applicants wait for the decision promised"
    for person, pages, way in (
        (scene.owner, [own], own),
        (scene.lead, [own, managed], managed),
    ):
        browser.sign_in(person)
        for page in pages:
            shown = browser.get(page).text
            assert "How long applicants waited" in shown
            assert "7.0 days, 2 of 3" in shown
            assert "The promised day has passed" in shown
        home = browser.get("/home").text
        assert waits in home
        assert f'href="{way}"' in home
    for stranger in (scene.proposals[0].created_by, make_person()):
        browser.sign_in(stranger)
        assert "How long applicants waited" not in browser.get(own).text
        assert waits not in browser.get("/home").text
