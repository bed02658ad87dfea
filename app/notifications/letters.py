"""Letters: plain words with one button, written in the reader's language as text and as HTML."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext

from app.core.facts import Fact
from app.core.ids import encode_id
from app.core.installation import site
from app.core.privacy import ERASED_HOST
from app.events.models import Event
from app.identity.models import Person
from app.identity.queries import find_person_by_email
from app.notifications.rules import inert
from app.notifications.services import WrittenLetter, add_delivery
from app.web.i18n import format_span
from config import LANGUAGES

SUBJECT_LENGTH = 190


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says; `about` tells apart two letters of a kind for one fact and reader.

    `attachment` names a file that is made when the mail is sent.

    `ticket_id` is that of the attendee whom it is for, if it is for one.
    """

    kind: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    quotation: tuple[str, ...] = ()  # what somebody else wrote, line by line
    details: tuple[tuple[str, str], ...] = ()
    button: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    code: str | None = None
    attachment: str | None = None
    about: int | None = None
    ticket_id: int | None = None


@dataclass(frozen=True)
class Reader:
    """Whom a letter is for."""

    email: str
    name: str = ""
    language: str = LANGUAGES[0]

    @classmethod
    def of(cls, person: Person) -> "Reader":
        """Return a person as a reader."""
        language = person.language if person.language in LANGUAGES else LANGUAGES[0]
        return cls(person.email, person.given_name, language)

    @classmethod
    def at(cls, email: str, name: str = "") -> "Reader":
        """Return whoever has an address; the language is known only of people with an account."""
        person = find_person_by_email(email)
        if person is None:
            return cls(email, name)
        known = cls.of(person)
        return cls(email, name or known.name, known.language)


def post(fact: Fact, reader: Reader, write: Callable[[Reader], Letter]) -> None:
    """Write a letter about a fact in the reader's language and give it to the worker to send."""
    if not reader.email or reader.email.endswith("@" + ERASED_HOST):
        return  # whoever it is about was erased
    if fact.fact_id is None:
        raise ValueError("a letter about a fact that was never stored")
    with force_locale(reader.language):
        letter = write(reader)
        why = gettext(
            "You get this mail because of what you do on %(site)s: %(address)s",
            site=site().name,
            address=address("/"),
        )
        words = {"letter": letter, "why": why, "language": reader.language, "site": site()}
        text, html = (_render(f"mail/letter.{kind}", words) for kind in ("txt", "html"))
    suffix = f":{encode_id(letter.about)}" if letter.about is not None else ""
    written = WrittenLetter(
        template=letter.kind + suffix,
        recipient=reader.email,
        subject=_one_line(letter.subject),
        text=text,
        html=html,
        code=letter.code,
        attachment=letter.attachment,
        ticket_id=letter.ticket_id,
    )
    add_delivery(fact.fact_id, fact.event_id, written)


def _render(template: str, words: dict[str, Any]) -> str:
    """Render without what pages need: a worker has no request."""
    return current_app.jinja_env.get_template(template).render(words)


def address(path: str) -> str:
    """Return the whole address of a page."""
    base: str = current_app.config["BASE_URL"]
    return base + path


def greeting(reader: Reader) -> str:
    """Return how a letter begins."""
    if not reader.name:
        return str(gettext("Hello,"))
    return str(gettext("Hello %(name)s,", name=inert(reader.name)))


def when_and_where(event: Event) -> tuple[tuple[str, str], ...]:
    """Return the day, the hours and the place of an event."""
    place = ", ".join(part for part in (event.venue_name, event.venue_address) if part)
    name = gettext("Portal") if event.is_portal else gettext("Event")
    return (
        (name, inert(event.name)),
        (gettext("When"), format_span(event.starts_at, event.ends_at, event.timezone)),
        *(((gettext("Where"), inert(place)),) if place else ()),
    )


def _one_line(subject: str) -> str:
    """Return a subject as one header can hold it."""
    return " ".join(subject.split())[:SUBJECT_LENGTH]
