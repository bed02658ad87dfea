"""The relay: brings each fact from the outbox to its subscribers."""

from app.core import jobs, outbox
from app.core.uow import unit_of_work
from app.core.worker.performing import describe


@jobs.task(outbox.RELAY, on_given_up=outbox.give_up, on_retry=outbox.revive)
def relay_fact(message_id: int) -> None:
    """Call the subscribers of one fact in one unit; count a failure in another, then try again."""
    try:
        with unit_of_work():
            outbox.relay(message_id)
    except Exception as error:
        with unit_of_work():
            outbox.note_failure(message_id, describe(error))
        raise
