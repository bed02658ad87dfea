"""Members leave, an invitation is answered, a room signs up, all at once: each is told right."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.core.authz import Actor
from app.core.db import db
from app.core.errors import DomainError
from app.core.uow import in_unit_of_work, unit_of_work
from app.identity import queries, services
from app.identity.models import ClusterMembership, Membership, OrganisationKind, SignInThrottle
from app.identity.rules import MemberRole
from tests.factories.identity import make_member, make_organisation, make_person

pytestmark = pytest.mark.slow


def at_once(app, *works: Callable[[], object]) -> Counter[object]:
    """Do things in as many threads, all let go together; count what came of them."""
    barrier = Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        with app.app_context():
            barrier.wait()
            try:
                in_unit_of_work(work)
            except DomainError as error:
                return error.code
            return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return Counter(pool.map(one, works))


def test_one_of_the_last_two_stays(app):
    organisation = make_organisation()
    actors = [queries.actor_for(make_member(organisation)) for _ in range(4)]
    works = [
        lambda who=who: services.remove_member(who, organisation.id, who.person_id)
        for who in actors
    ]
    assert at_once(app, *works) == {"done": 3, "last_member": 1}
    db.session.rollback()  # what was read before is over
    assert db.session.query(Membership).count() == 1


def test_one_of_the_owners_stays_one(app):
    organisation = make_organisation()
    actors = [queries.actor_for(make_member(organisation)) for _ in range(4)]
    works = [
        lambda who=who: services.change_role(
            who, organisation.id, who.person_id, role=MemberRole.MEMBER
        )
        for who in actors
    ]
    assert at_once(app, *works) == {"done": 3, "last_owner": 1}
    db.session.rollback()
    assert db.session.query(Membership).filter_by(role="owner").count() == 1


def test_a_question_about_a_cluster_is_answered_once(app):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    manager = queries.actor_for(make_member(cluster))
    company = make_organisation()
    owner = queries.actor_for(make_member(company))
    with unit_of_work():
        crossed_id = services.ask_cluster(owner, company.id, cluster_id=cluster.id).id

    def act(who: Actor, how: str) -> Callable[[], object]:
        return lambda: services.ANSWERS[how](who, queries.get_crossed(who, crossed_id))

    works = [act(manager, "accept"), act(manager, "decline"), act(owner, "end")]
    found = at_once(app, *works * 3)
    db.session.rollback()
    state = db.session.get(ClusterMembership, crossed_id).state
    # Who ends it may come after who accepts it; nothing else goes twice.
    assert found["done"] == (2 if state == "ended" and found["done"] == 2 else 1)
    assert found.total() == 9


def test_two_who_ask_one_cluster_ask_once(app):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    company = make_organisation()
    owners = [queries.actor_for(make_member(company)) for _ in range(6)]
    works = [
        lambda who=who: services.ask_cluster(who, company.id, cluster_id=cluster.id)
        for who in owners
    ]
    assert at_once(app, *works) == {"done": 1, "crossed_already": 5}


def test_an_invitation_is_answered_once(app):
    organisation = make_organisation()
    sender = queries.actor_for(make_member(organisation))
    guest = queries.actor_for(make_person(email="guest@example.org"))
    with unit_of_work():
        invitation_id = services.invite_member(
            sender, organisation.id, email="guest@example.org"
        ).id

    def accept() -> object:
        return services.accept_invitation(guest, queries.get_invitation_to(guest, invitation_id))

    def withdraw() -> None:
        services.withdraw_invitation(sender, invitation_id)

    found = at_once(app, accept, withdraw, accept, withdraw)
    # Who is late finds nothing any more, or had found it just before it went.
    assert found["done"] == 1
    assert found["not_found"] + found["invitation_over"] == 3


def test_a_whole_room_signs_up_at_once(app):
    works = [lambda: services.begin_sign_up("192.0.2.1")] * 8
    assert at_once(app, *works) == {"done": 8}
    db.session.rollback()
    assert [row.failures for row in db.session.query(SignInThrottle)] == [8]
