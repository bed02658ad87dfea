"""What can be done with many tickets at once, and with which of them it cannot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.tickets.rules.sales import OPEN, TicketState

MOST_AT_ONCE = 10_000
AT_ONCE = 25  # more than that are done by the worker


class Act(StrEnum):
    """What an organiser does with the tickets that are chosen."""

    RESEND = "resend"
    CHANGE_TYPE = "change_type"
    HAND_OVER = "hand_over"
    CANCEL = "cancel"


WITH_TARGET = frozenset({Act.CHANGE_TYPE, Act.HAND_OVER})


@dataclass(frozen=True, slots=True)
class Chosen:
    """What decides whether something can be done with a ticket."""

    id: int
    state: TicketState
    cost: int
    type_id: int
    cluster_id: int
    has_come: bool
    has_add_ons: bool = False
    places: Sequence[int] = ()  # that it has now
    wanted: Sequence[int] = ()  # that it would have with another ticket type


@dataclass(frozen=True)
class Plan:
    """With which tickets something can be done, and why not with the others."""

    can: Sequence[int]
    cannot: Mapping[int, str] = field(default_factory=dict)


def make_plan(
    act: Act, chosen: Sequence[Chosen], target: int | None, price: int, free: Mapping[int, int]
) -> Plan:
    """Decide of each ticket in its turn, as far as the places reach."""
    can, cannot = [], {}
    used = Counter[int]()
    for one in chosen:
        code = _refusal(act, one, target, price)
        if code is None and act is Act.CHANGE_TYPE:
            code = _take(one, used, free)
        if code is None:
            can.append(one.id)
        else:
            cannot[one.id] = code
    return Plan(can, cannot)


def _refusal(act: Act, one: Chosen, target: int | None, price: int) -> str | None:
    if act is Act.CANCEL:
        if one.state not in OPEN:
            return "ticket_not_valid"
        return "ticket_admitted" if one.has_come else None
    if act is Act.HAND_OVER:
        return "same_cluster" if one.cluster_id == target else None
    if one.state != TicketState.VALID:
        return "ticket_not_valid"
    return _no_change(one, target, price) if act is Act.CHANGE_TYPE else None


def _no_change(one: Chosen, target: int | None, price: int) -> str | None:
    if one.type_id == target:
        return "same_type"
    # Money that was agreed upon, or would be owed, is settled with the order.
    if one.cost or price:
        return "type_with_price"
    return "type_with_add_ons" if one.has_add_ons else None


def _take(one: Chosen, used: Counter[int], free: Mapping[int, int]) -> str | None:
    new, old = set(one.wanted) - set(one.places), set(one.places) - set(one.wanted)
    if any(free.get(quota_id, 0) - used[quota_id] < 1 for quota_id in new):
        return "sold_out"
    used.update(new)
    used.subtract(old)
    return None
