"""Members leave, an invitation is answered, a room signs up, all at once: each is told right."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.core.db import db
from app.core.errors import DomainError
from app.core.uow import in_unit_of_work, unit_of_work
from app.identity import queries, services
from app.identity.models import Membership, SignInThrottle
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

    assert at_once(app, accept, withdraw, accept, withdraw) == {"done": 1, "not_found": 3}


def test_a_whole_room_signs_up_at_once(app):
    works = [lambda: services.begin_sign_up("192.0.2.1")] * 8
    assert at_once(app, *works) == {"done": 8}
    db.session.rollback()
    assert [row.failures for row in db.session.query(SignInThrottle)] == [8]
