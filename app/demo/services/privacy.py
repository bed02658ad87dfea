"""What the guests of both events agreed to, and a night's work of letting old data go."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from app.core.addresses import email_key
from app.core.db import db
from app.demo.services.stage import Stage
from app.privacy.messages import wording_in
from app.privacy.models import AskedConsent, Consent, ConsentText, RetentionRun
from app.privacy.rules.purposes import Channel, Purpose, fingerprint
from app.tickets.models import Ticket

# Of so many guests in a row one does not agree.
RELUCTANT = {Purpose.PARTICIPANTS_LIST: 4, Purpose.PHOTOS: 3, Purpose.PASSING_ON: 2}
CHANGED_THEIR_MIND = 29
LANGUAGE = "en"
LET_GO = {"outbox_message": 61, "sign_in_throttle": 4, "web_session": 12, "work": 3}


def write_privacy(stage: Stage) -> None:
    """Write what was asked and answered, and last night's run."""
    texts = {one: wording_in(LANGUAGE, one) for one in RELUCTANT}
    for purpose, text in texts.items():
        key = fingerprint(purpose, LANGUAGE, text)
        db.session.add(ConsentText(fingerprint=key, purpose=purpose, language=LANGUAGE, text=text))
    tickets = db.session.scalars(select(Ticket).order_by(Ticket.created_at, Ticket.id)).all()
    for event_id in sorted({ticket.event_id for ticket in tickets}):
        db.session.add_all(AskedConsent(event_id=event_id, purpose=one) for one in RELUCTANT)
    db.session.flush()
    accounts = {email_key(person.email): person.id for person in stage.people.values()}
    for number, ticket in enumerate(tickets):
        db.session.add_all(_answers(number, ticket, accounts.get(email_key(ticket.email)), texts))
    db.session.add(_last_night(stage))


def _answers(
    number: int, ticket: Ticket, person_id: int | None, texts: dict[Purpose, str]
) -> Iterator[Consent]:
    for purpose, one_in in RELUCTANT.items():
        if number % one_in == one_in - 1:
            continue
        is_withdrawn = number % CHANGED_THEIR_MIND == 0
        for is_given in (True, False) if is_withdrawn else (True,):
            yield Consent(
                person_id=person_id,
                email=ticket.email,
                email_key=email_key(ticket.email),
                event_id=ticket.event_id,
                purpose=purpose,
                text_fingerprint=fingerprint(purpose, LANGUAGE, texts[purpose]),
                is_given=is_given,
                channel=Channel.REGISTRATION if is_given else Channel.ACCOUNT,
                by_id=person_id,
                at=ticket.created_at + timedelta(days=0 if is_given else 2),
            )


def _last_night(stage: Stage) -> RetentionRun:
    began = (stage.now - timedelta(days=1)).replace(hour=1, minute=0, second=12, microsecond=0)
    return RetentionRun(
        id=stage.ids.new(),
        day=began.date(),
        counts=LET_GO,
        started_at=began,
        finished_at=began + timedelta(seconds=2),
    )
