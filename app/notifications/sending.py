"""The task that hands one mail over, outside of any transaction."""

import logging

from app.core import jobs, mail, qr
from app.core.uow import unit_of_work
from app.notifications import attachments, services
from app.notifications.models import Delivery
from app.notifications.rules import DeliveryState

log = logging.getLogger(__name__)


@jobs.task(services.SEND, on_given_up=services.give_up, on_retry=services.reopen)
def send_delivery(delivery_id: int) -> None:
    """Send a mail and note what became of it; a failure that may pass is raised, to try again."""
    with unit_of_work():
        delivery = services.claim_delivery(delivery_id)
    if delivery is None:
        return
    try:
        mail.send(_mail(delivery))
    except Exception as error:  # a full disk or a wrong setting too leaves the mail unsent
        is_final = isinstance(error, mail.MailRefusedError)
        with unit_of_work():
            state = services.note_failure(delivery_id, _describe(error), is_final=is_final)
        if state is DeliveryState.PENDING:
            raise
    else:
        with unit_of_work():
            services.note_sent(delivery_id)


def _describe(error: Exception) -> str:
    """Return what went wrong; the mail server's part of it is described already."""
    if isinstance(error, mail.MailError):
        return str(error)
    log.error("a mail could not be handed over", exc_info=error)
    return f"{type(error).__name__}: {error}"[:500]


def _mail(delivery: Delivery) -> mail.Mail:
    return mail.Mail(
        id=delivery.id,
        recipient=delivery.recipient,
        subject=delivery.subject,
        text=delivery.text,
        html=delivery.html,
        pictures=(_picture(delivery.code),) if delivery.code else (),
        attachments=attachments.make(delivery.attachment),
    )


def _picture(code: str) -> mail.Picture:
    return mail.Picture("code", qr.png(qr.make_qr(code)))
