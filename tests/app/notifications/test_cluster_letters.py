"""The other side of a membership in a cluster gets a letter, once and inert."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import OrganisationKind
from app.identity.rules import MemberRole
from app.notifications.models import Delivery
from tests.factories.identity import make_member, make_organisation
from tests.worker import run_jobs


@pytest.fixture(autouse=True)
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)


def letters():
    run_jobs()
    return [
        (one.template, one.recipient)
        for one in db.session.scalars(select(Delivery).order_by(Delivery.created_at, Delivery.id))
    ]


def test_each_side_hears_of_the_other_s_acts(app):
    cluster = make_organisation(name="Elbtal", kind=OrganisationKind.CLUSTER)
    manager = make_member(cluster, email="mia@example.org")
    make_member(cluster, email="desk@example.org", role=MemberRole.MEMBER)
    company = make_organisation(name="Visit [us](http://evil.example)")
    owner = make_member(company, email="lena@example.org")

    def act(person, how):
        with unit_of_work():
            who = queries.actor_for(person)
            services.ANSWERS[how](who, queries.get_crossed(who, crossed.id))

    with unit_of_work():
        crossed = services.ask_cluster(queries.actor_for(owner), company.id, cluster_id=cluster.id)
    expected = [("crossed_asked", "mia@example.org")]
    assert letters() == expected
    act(manager, "accept")
    expected.append(("crossed_accepted", "lena@example.org"))
    assert letters() == expected
    act(owner, "end")
    expected.append(("crossed_ended", "mia@example.org"))
    assert letters() == expected
    bodies = db.session.scalars(select(Delivery.html)).all()
    assert not any('href="http://evil' in body for body in bodies)


def test_a_question_taken_back_in_time_asks_nobody(app):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    make_member(cluster)
    company = make_organisation()
    who = queries.actor_for(make_member(company))
    with unit_of_work():
        crossed = services.ask_cluster(who, company.id, cluster_id=cluster.id)
        services.end_crossed(who, crossed)
    assert letters() == []
