"""Making deliveries, and noting what became of them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select, update

from app.core import clock, jobs, mail
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.files import remove_after_commit
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.notifications.models import Delivery
from app.notifications.queries import get_delivery
from app.notifications.rules import DeliveryState, state_after_failure
from app.privacy.services.removing import when_gone
from app.proposals.queries import sight_of

SEND = "send_delivery"
# What nobody needs once it is sent, because its reader is no longer known here.
FLEETING = frozenset({"person_erased"})
OPEN = (DeliveryState.PENDING, DeliveryState.SENDING)


@dataclass(frozen=True, kw_only=True)
class WrittenLetter:
    """A letter in its reader's language, ready to be sent."""

    template: str
    recipient: str
    subject: str
    text: str
    html: str
    code: str | None = None
    attachment: str | None = None
    ticket_id: int | None = None


def add_delivery(fact_id: int, event_id: int | None, letter: WrittenLetter) -> None:
    """Send a letter about a fact, once: a fact that is relayed again makes no second one."""
    same = select(Delivery.id).where(
        Delivery.fact_id == fact_id,
        Delivery.recipient == letter.recipient,
        Delivery.template == letter.template,
    )
    if db.session.scalar(same) is not None:
        return
    delivery = Delivery(
        id=new_id(),
        fact_id=fact_id,
        event_id=event_id,
        ticket_id=letter.ticket_id,
        recipient=letter.recipient,
        template=letter.template,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        code=letter.code,
        attachment=letter.attachment,
        state=DeliveryState.PENDING,
    )
    db.session.add(delivery)
    jobs.enqueue(SEND, delivery_id=delivery.id)


def claim_delivery(delivery_id: int) -> Delivery | None:
    """Begin an attempt; None if the mail is sent or given up.

    A mail found in sending was being sent when its worker died: it goes out again, for twice is
    better than never.
    """
    claiming = (
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state.in_(OPEN))
        .values(state=DeliveryState.SENDING, attempts=Delivery.attempts + 1)
        .returning(Delivery)
    )
    return db.session.scalar(claiming)


def note_sent(delivery_id: int) -> None:
    """Note that the mail was handed over; one that nobody needs any more is forgotten."""
    _change(delivery_id, state=DeliveryState.SENT, sent_at=clock.now(), last_error=None)
    forget_fleeting(delivery_id)


def forget_fleeting(delivery_id: int) -> None:
    """Forget a mail that was sent to somebody who is no longer known here."""
    gone = delete(Delivery).where(
        Delivery.id == delivery_id,
        Delivery.template.in_(FLEETING),
        Delivery.state == DeliveryState.SENT,
    )
    db.session.execute(gone)


@when_gone("delivery")
def remove_written(delivery_ids: list[int]) -> None:
    """Remove the files of deliveries that are forgotten."""
    for delivery_id in delivery_ids:
        for path in mail.list_written(delivery_id):
            remove_after_commit(path)


def note_failure(delivery_id: int, error: str, *, is_final: bool) -> DeliveryState:
    """Note that an attempt failed; return whether there will be another one."""
    attempts = db.session.scalar(select(Delivery.attempts).where(Delivery.id == delivery_id)) or 0
    state = state_after_failure(attempts, is_final=is_final)
    due_at = clock.now() + jobs.pause_after(max(attempts, 1))
    _change(delivery_id, state=state, last_error=error, due_at=due_at)
    return state


def give_up(error: str, *, delivery_id: int) -> None:
    """Note that the worker does not try again; an organiser can have the mail sent again."""
    _change(delivery_id, Delivery.state.in_(OPEN), state=DeliveryState.FAILED, last_error=error)


def reopen(*, delivery_id: int) -> None:
    """Let a mail that was given up wait for its turn again."""
    has_failed = Delivery.state == DeliveryState.FAILED
    values = {"state": DeliveryState.PENDING, "attempts": 0, "due_at": clock.now()}
    _change(delivery_id, has_failed, **values)


def _change(delivery_id: int, *only: ColumnElement[bool], **values: object) -> None:
    db.session.execute(update(Delivery).where(Delivery.id == delivery_id, *only).values(values))


def resend_delivery(actor: Actor, event: Event, delivery_id: int) -> Delivery:
    """Send a mail again that was sent or given up."""
    authorize(actor, Permission.DELIVERY_RESEND, event)
    delivery = get_delivery(delivery_id, event.id, sight_of(actor, event))
    over = (DeliveryState.SENT, DeliveryState.FAILED)
    begun = db.session.scalar(
        update(Delivery)
        .where(Delivery.id == delivery.id, Delivery.state.in_(over))
        .values(state=DeliveryState.PENDING, attempts=0, due_at=clock.now())
        .returning(Delivery.id)
    )
    if begun is None:
        raise Conflict("already_sending")
    jobs.enqueue(SEND, delivery_id=delivery.id)
    return delivery
