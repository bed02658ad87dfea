"""What the worker does for certificates: it hands them out, and corrects the name on them."""

from app.certificates import queries
from app.certificates.services import AT_ONCE, SEND_CERTIFICATES, hand_out, reissue, withdraw_others
from app.core import jobs, work
from app.core.facts import subscribe
from app.core.uow import unit_of_work
from app.events.queries import get_event_by_id
from app.tickets.facts import TicketChanged


@subscribe(TicketChanged)
def correct_name(fact: TicketChanged) -> None:
    """Issue a certificate again when the name on it was corrected."""
    reissue(fact.ticket_id)


@jobs.task(SEND_CERTIFICATES, on_given_up=work.give_up, on_retry=work.reopen)
def send_certificates(work_id: int, event_id: int) -> None:
    """Give everybody who attended a certificate, and tell them."""
    with work.doing(work_id) as report:
        some = queries.list_entitled(get_event_by_id(event_id), queries.read_log(event_id))
        for at in range(0, len(some), AT_ONCE):
            report(at, len(some))
            with unit_of_work():
                hand_out(get_event_by_id(event_id), some[at : at + AT_ONCE])
        with unit_of_work():
            withdraw_others(get_event_by_id(event_id), some)
            work.finish(work_id)
