"""Codes that people bring: what one gives, its use by an order, and its return.

A use is one guarded update of the voucher's counter, with a check constraint as the referee.
"""

from collections.abc import Sequence

from sqlalchemy import update

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.events.models import Event
from app.identity.rules import Throttle
from app.identity.services.throttle import (
    count_attempt,
    key_of,
    network_of,
    refuse_while_waiting,
)
from app.tickets import queries
from app.tickets.models import Ticket, Voucher
from app.tickets.queries.vouchers import find_hold, find_voucher
from app.tickets.rules.sales import Visibility, is_shown
from app.tickets.rules.terms import WEB, Terms
from app.tickets.rules.vouchers import VoucherState, is_of_domain, left_aside, price_with
from app.tickets.services.places import give_back, put_back

REFUSALS = {
    VoucherState.NOT_YET: "voucher_not_yet",
    VoucherState.OVER: "voucher_over",
    VoucherState.USED_UP: "voucher_used_up",
}


def terms_for(event: Event, code: str, *, network: str | None, channel: str = WEB) -> Terms:
    """Return on what terms somebody orders who brings a code; one that is nobody's is refused.

    Wrong codes are counted by network, and each further one waits longer; without a network the
    code has been checked before.
    """
    if not code.strip():
        return Terms(channel=channel)
    key = network is not None and key_of(Throttle.VOUCHER, str(event.id), network_of(network))
    if key:
        refuse_while_waiting([key])
    terms = find_terms(event, code, channel=channel)
    if terms is None:
        if key:
            count_attempt({Throttle.VOUCHER: key})
        raise Invalid("code_unknown", field="access_code")
    return terms


def count_hold(event: Event, network: str) -> None:
    """Count that a form asks for places; whoever has very many of them held has to wait."""
    count_attempt({Throttle.HOLD: key_of(Throttle.HOLD, str(event.id), network_of(network))})


def find_terms(event: Event, code: str, *, channel: str = WEB) -> Terms | None:
    """Return what a code gives: of hidden kinds of tickets, or of a voucher; None of a wrong one.

    Raises Conflict where a voucher cannot be used now.
    """
    types = queries.list_ticket_types(event.id)
    voucher = find_voucher(event.id, code)
    if voucher is None:
        codes = [one.access_code for one in types if one.visibility == Visibility.CODE]
        is_known = any(is_shown(Visibility.CODE, one, code) for one in codes)
        return Terms(channel=channel, access_code=code) if is_known else None
    refusal = REFUSALS.get(voucher.state_at(clock.now()))
    if refusal is not None:
        raise Conflict(refusal, field="access_code")
    return Terms(
        channel=channel,
        access_code=code,
        opened=frozenset(one.id for one in voucher.ticket_types),
        prices={
            one.id: price_with(voucher.effect, voucher.value, one.price)
            for one in types
            if voucher.covers(one.id)
        },
        hold_id=find_hold(voucher.hold_key) if voucher.reserved else None,
        voucher_id=voucher.id,
    )


def redeem(voucher_id: int, tickets: Sequence[Ticket]) -> None:
    """Use a voucher once for each of some new tickets that it is for, or for none."""
    voucher = db.session.get_one(Voucher, voucher_id)
    covered = [one for one in tickets if voucher.covers(one.ticket_type.id)]
    if not all(is_of_domain(one.email, voucher.domain_list) for one in covered):
        raise Invalid("voucher_domain", field="email", domains=", ".join(voucher.domain_list))
    if not covered:
        return
    for ticket in covered:
        ticket.voucher_id = voucher_id
    times = Voucher.used + len(covered)
    rule = update(Voucher).where(Voucher.id == voucher_id, times <= Voucher.times)
    if db.session.scalar(rule.values(used=times).returning(Voucher.id)) is None:
        raise Conflict("voucher_used_up", field="access_code")


def return_places(ticket: Ticket) -> None:
    """Give back what a ticket took that ended: to whom it was set aside for, else to everybody."""
    voucher = give_use_back(ticket)
    is_kept = voucher is not None and left_aside(voucher.reserved, voucher.used) > 0
    if voucher is not None and is_kept and voucher.reserved_type_id == ticket.ticket_type_id:
        put_back(ticket.id, voucher.hold_key)
    else:
        give_back(ticket.id)


def give_use_back(ticket: Ticket) -> Voucher | None:
    """Let the voucher of a ticket that ended be used once more, and return it."""
    if ticket.voucher_id is None:
        return None
    fewer = update(Voucher).where(Voucher.id == ticket.voucher_id).values(used=Voucher.used - 1)
    found: Voucher | None = db.session.scalar(
        fewer.returning(Voucher).execution_options(populate_existing=True)
    )
    return found
