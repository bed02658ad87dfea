"""Reads of mailed links."""

from datetime import timedelta

from sqlalchemy import func, select

from app.core import clock, tokens
from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import MailLink, Person
from app.identity.rules.links import LinkPurpose

OVER = "link_over"


def get_link(text: str, purpose: LinkPurpose) -> MailLink:
    """Return what a mailed link is for; NotFound once it was used, ended or forged."""
    try:
        link_id = tokens.linked_id(text)
        tokens.check_link(text, f"mail-{purpose}", link_id)
    except NotFound as error:
        raise NotFound(OVER) from error
    link = find_link(link_id)
    if link is None or link.purpose != purpose or link.expires_at <= clock.now():
        raise NotFound(OVER)
    return link


def find_link(link_id: int) -> MailLink | None:
    """Return an unused link."""
    return db.session.scalar(select(MailLink).where(MailLink.id == link_id))


def count_links(email_key: str, purpose: LinkPurpose) -> int:
    """Return how many links of a kind an address was sent within the hour and has not used."""
    since = clock.now() - timedelta(hours=1)
    query = select(func.count(MailLink.id)).where(
        MailLink.email_key == email_key, MailLink.created_at > since, MailLink.purpose == purpose
    )
    return db.session.scalar(query) or 0


def find_way_back(person: Person) -> MailLink | None:
    """Return the way back to the address that an account has now, from when it had it before."""
    query = select(MailLink).where(
        MailLink.person_id == person.id,
        MailLink.purpose == LinkPurpose.OLD_EMAIL,
        MailLink.email_key == person.email_key,
        MailLink.expires_at > clock.now(),
    )
    return db.session.scalar(query.order_by(MailLink.created_at).limit(1))
