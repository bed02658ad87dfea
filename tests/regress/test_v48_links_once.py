"""CTFd 3.7.5, Decidim, Sentry: links of mails worked again, or for something else, or for ever."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import DomainError, NotFound
from app.core.uow import in_unit_of_work, unit_of_work
from app.identity import queries, services
from app.identity.models import MailLink, Person
from app.identity.rules.links import LinkPurpose
from tests.factories.identity import make_person


def confirm_change(text):
    """Confirm a new address as the only person there is."""
    (person,) = db.session.query(Person)
    return services.confirm_email_change(queries.actor_for(person), text)


USES = {
    LinkPurpose.SIGN_IN: services.sign_in_by_link,
    LinkPurpose.RESET: lambda text: services.reset_password(text, "hash"),
    LinkPurpose.SIGN_UP: services.confirm_account,
    LinkPurpose.NEW_EMAIL: confirm_change,
    LinkPurpose.OLD_EMAIL: services.return_email,
}
LASTS = {"sign_in": 15, "reset": 60, "sign_up": 24 * 60, "new_email": 24 * 60}
LASTS |= {"old_email": 7 * 24 * 60}


def mailed(purpose, person):
    """Return a link of this purpose as its mail would hold it."""
    with unit_of_work():
        if purpose is LinkPurpose.SIGN_UP:
            names = {"given_name": "A", "family_name": "B", "password_hash": "hash"}
            made = services.request_account(
                "192.0.2.1", email="new@example.org", language="en", **names
            )
        elif purpose in (LinkPurpose.SIGN_IN, LinkPurpose.RESET):
            made = services.request_link(purpose, person.email, "192.0.2.1", language="en")
        elif purpose is LinkPurpose.NEW_EMAIL:
            actor = queries.actor_for(person)
            made = services.request_email_change(actor, "192.0.2.1", email="next@example.org")
        else:
            email, more = "old@example.org", {"language": "en", "person_id": person.id}
            made = services.request_link(purpose, email, "192.0.2.1", **more)
    link = queries.find_link(made)
    text = services.text_of(link)
    db.session.rollback()
    return text


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_link_works_once(app, purpose):
    text = mailed(purpose, make_person())
    with unit_of_work():
        USES[purpose](text)
    with pytest.raises(NotFound) as refused, unit_of_work():
        USES[purpose](text)
    assert refused.value.code == "link_over"


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_link_is_good_for_nothing_else(app, purpose):
    text = mailed(purpose, make_person())
    for other in set(LinkPurpose) - {purpose}:
        with pytest.raises(NotFound), unit_of_work():
            USES[other](text)
    assert db.session.query(MailLink).count() == 1


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_link_expires(app, purpose, monkeypatch):
    text = mailed(purpose, make_person())
    lasts, now = timedelta(minutes=LASTS[purpose]), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + lasts - timedelta(seconds=20))
    assert queries.get_link(text, purpose).purpose == purpose
    monkeypatch.setattr(clock, "now", lambda: now + lasts)
    with pytest.raises(NotFound), unit_of_work():
        USES[purpose](text)


@pytest.mark.parametrize("purpose", [LinkPurpose.SIGN_IN, LinkPurpose.RESET, LinkPurpose.NEW_EMAIL])
def test_a_link_dies_with_the_password_and_with_the_address(app, purpose):
    person = make_person()
    text = mailed(purpose, person)
    with unit_of_work():
        person = queries.get_person(person.id)
        services.set_password(queries.actor_for(person), person, "hash")
    with pytest.raises(NotFound):
        queries.get_link(text, purpose)

    text = mailed(purpose, person)
    moving = mailed(LinkPurpose.NEW_EMAIL, person)
    with unit_of_work():
        confirm_change(moving)
    with pytest.raises(NotFound):
        queries.get_link(text, purpose)


def test_the_way_back_outlives_a_new_password(app):
    person = make_person()
    text = mailed(LinkPurpose.OLD_EMAIL, person)
    with unit_of_work():
        person = queries.get_person(person.id)
        services.set_password(queries.actor_for(person), person, "hash")
    with unit_of_work():
        assert services.return_email(text).email == "old@example.org"


@pytest.mark.parametrize("change", [-1, 0], ids=["another letter", "cut"])
def test_a_link_that_was_tampered_with_is_none(app, change):
    text = mailed(LinkPurpose.RESET, make_person())
    forged = text[:-1] + ("0" if text[-1] != "0" else "1") if change else text[:-1]
    with pytest.raises(NotFound):
        queries.get_link(forged, LinkPurpose.RESET)


def together(app, number, work):
    """Do the same in as many threads, all let go together; count what came of it."""
    barrier = Barrier(number)

    def one(_number: int) -> str:
        with app.app_context():
            barrier.wait()
            try:
                work()
            except DomainError as error:
                return error.code
            return "done"

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(one, range(number)))


@pytest.mark.slow
def test_of_fifty_uses_at_once_one_goes_through(app):
    text = mailed(LinkPurpose.SIGN_UP, make_person())

    def look() -> None:
        queries.get_link(text, LinkPurpose.SIGN_UP)

    assert together(app, 50, look) == {"done": 50}  # the control: each sees it as unused
    use = lambda: in_unit_of_work(lambda: services.confirm_account(text))  # noqa: E731
    assert together(app, 50, use) == {"done": 1, "link_over": 49}
    db.session.rollback()
    assert db.session.query(Person).filter_by(email_key="new@example.org").count() == 1


@pytest.mark.slow
def test_of_twenty_who_ask_at_once_three_are_mailed(app):
    def ask() -> None:
        in_unit_of_work(
            lambda: services.request_link(
                LinkPurpose.RESET, "a@example.org", "192.0.2.1", language="en"
            )
        )

    assert together(app, 20, ask) == {"done": 20}
    db.session.rollback()
    assert db.session.query(MailLink).count() == 3
