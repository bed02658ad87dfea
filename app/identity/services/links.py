"""Mailed links: asked for the same way by everybody, used once, ended by what changes the account.

Whether an address has an account is never looked up here, so that neither the answer nor its time
can tell; the worker looks when it writes the mail.
"""

from typing import Any

from sqlalchemy import delete, or_, select

from app.core import clock, tokens
from app.core.addresses import email_key
from app.core.db import db
from app.core.errors import NotFound
from app.core.facts import record
from app.identity import facts, queries
from app.identity.models import MailLink, Person
from app.identity.queries.links import OVER
from app.identity.rules import Throttle
from app.identity.rules.links import MOST_AN_HOUR, LinkPurpose, link_ends
from app.identity.services.throttle import count_attempt, key_of, network_of


def request_link(purpose: LinkPurpose, email: str, network: str, **more: Any) -> int | None:
    """Ask for a link to be mailed, and return its number; silently none beyond a few an hour.

    `more`: the language, whose address is to change, the account that waits.
    """
    key = email_key(email)
    keys = {
        Throttle.LINK: key_of(Throttle.LINK, network_of(network)),
        Throttle.MAILBOX: key_of(Throttle.MAILBOX, key),
    }
    count_attempt(keys)
    _forget_old()
    if queries.count_links(key, purpose) >= MOST_AN_HOUR:
        return None
    return make_link(purpose, email, **more).id


def make_link(
    purpose: LinkPurpose,
    email: str,
    *,
    language: str,
    person_id: int | None = None,
    pending: dict[str, Any] | None = None,
) -> MailLink:
    """Make a link and have it mailed."""
    link = MailLink(
        purpose=purpose,
        email=email,
        email_key=email_key(email),
        person_id=person_id,
        language=language,
        pending=pending,
        expires_at=link_ends(purpose, clock.now()),
    )
    db.session.add(link)
    db.session.flush()
    record(facts.MailLinkRequested(actor_id=person_id, link_id=link.id, purpose=purpose))
    return link


def text_of(link: MailLink) -> str:
    """Return the last part of a link's address, which only the mail holds."""
    return tokens.sign_link(f"mail-{link.purpose}", link.id)


def use_link(text: str, purpose: LinkPurpose) -> MailLink:
    """Use a link up and return what it was for; of several uses at once one goes through."""
    link = queries.get_link(text, purpose)
    # Using one may end the others of its address, so all are locked first, in one order for all.
    others = select(MailLink.id).where(MailLink.email_key == link.email_key)
    db.session.execute(others.order_by(MailLink.id).with_for_update())
    used = delete(MailLink).where(MailLink.id == link.id, MailLink.expires_at > clock.now())
    gone = db.session.scalar(
        used.returning(MailLink.id).execution_options(synchronize_session=False)
    )
    if gone is None:
        raise NotFound(OVER)
    db.session.expunge(link)
    return link


def end_links(person: Person) -> None:
    """End what was mailed for an account, but for the way back to an address it had before."""
    theirs = or_(MailLink.person_id == person.id, MailLink.email_key == person.email_key)
    ended = delete(MailLink).where(theirs, MailLink.purpose != LinkPurpose.OLD_EMAIL)
    db.session.execute(ended.execution_options(synchronize_session=False))


def end_returns_since(link: MailLink) -> None:
    """End the ways back to the addresses that an account had after a link was mailed."""
    later = delete(MailLink).where(
        MailLink.person_id == link.person_id,
        MailLink.purpose == LinkPurpose.OLD_EMAIL,
        MailLink.created_at >= link.created_at,
    )
    db.session.execute(later.execution_options(synchronize_session=False))


def _forget_old() -> None:
    old = delete(MailLink).where(MailLink.expires_at < clock.now())
    db.session.execute(old.execution_options(synchronize_session=False))
