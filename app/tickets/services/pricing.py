"""Prices: whoever keeps the books says whether there can be one."""

from collections.abc import Callable

from app.events.models import Event

Check = Callable[[Event], None]
_checks: list[Check] = []


def before_pricing(check: Check) -> Check:
    """Register the decorated function: it refuses what has a price while nobody can bill it."""
    _checks.append(check)
    return check


def check_price(event: Event, price: int | None) -> None:
    """Pass what is free, and what has a price if somebody bills for the event."""
    if price:
        for check in _checks:
            check(event)
