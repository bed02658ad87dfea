"""CVE-2020-7245 (CTFd): " victim " registered beside "victim", and a reset hit the victim."""

import pytest

from app.core import clock
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.text import email_key
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import MailLink, Person
from app.identity.rules.links import LinkPurpose
from app.notifications.models import Delivery
from tests.factories.identity import make_member, make_organisation, make_person
from tests.worker import run_jobs

ADDRESS = "victim@example.org"
SAME = [
    "victim@example.org",
    " victim@example.org ",
    "VICTIM@example.org",
    "victim@EXAMPLE.ORG",
    "\uff56ictim@example.org",  # a full-width v
    "v\u2170ctim@example.org",  # a Roman numeral one
    "victim@example.org\t",
]
OTHER = [
    "vıctim@example.org",  # a dotless i
    "victím@example.org",
    "vіctim@example.org",  # a Cyrillic i
    "victim+1@example.org",
]


def register(email):
    with unit_of_work():
        names = {"given_name": "A", "family_name": "B", "password_hash": None}
        return services.register_person(ANONYMOUS, email=email, **names)


@pytest.mark.parametrize("spelling", SAME, ids=range(len(SAME)))
def test_a_spelling_of_an_address_is_the_same_account(app, browser, spelling):
    victim = make_person(email=ADDRESS)
    assert queries.find_person_by_email(spelling).id == victim.id
    with pytest.raises(Conflict) as refused:
        register(spelling)
    assert refused.value.code == "email_taken"
    organisation = make_organisation()
    sender = queries.actor_for(make_member(organisation))
    with unit_of_work():
        first = services.invite_member(sender, organisation.id, email=ADDRESS).id
    with pytest.raises(Conflict), unit_of_work():
        services.invite_member(sender, organisation.id, email=spelling)
    assert first


@pytest.mark.parametrize("other", OTHER, ids=range(len(OTHER)))
def test_what_only_looks_alike_stays_apart_everywhere(app, other):
    victim_id = make_person(email=ADDRESS, email_confirmed_at=clock.now()).id
    assert queries.find_person_by_email(other) is None
    with unit_of_work():
        services.request_link(LinkPurpose.RESET, other, "192.0.2.1", language="en")
    link = db.session.query(MailLink).one()
    assert link.email_key != email_key(ADDRESS)
    text = services.text_of(link)
    with pytest.raises(NotFound), unit_of_work():
        services.reset_password(text, "hash")
    assert register(other).id != victim_id
    db.session.expire_all()
    assert db.session.get(Person, victim_id).password_hash is None
    with unit_of_work():
        services.reset_password(text, "hash")
    db.session.expire_all()
    assert db.session.get(Person, victim_id).password_hash is None


def test_a_reset_goes_to_the_address_of_the_account_and_not_as_it_was_typed(app, browser):
    make_person(email=ADDRESS)
    browser.post("/password/forgotten", {"email": "\uff36ICTIM@example.org"})
    run_jobs(app)
    db.session.rollback()
    assert [one.recipient for one in db.session.query(Delivery)] == [ADDRESS]


@pytest.mark.parametrize("text", ["ı@x", "İ@x", "ß@x", "ﬁ@x", "Å@x", "Ⅷ@x"])
def test_a_key_is_a_key_of_itself(text):
    assert email_key(email_key(text)) == email_key(text)
