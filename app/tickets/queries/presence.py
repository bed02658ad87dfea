"""Who came in: known to the door, which stands above tickets and registers its answer here."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, false, or_

WhoCame = Callable[[Collection[int]], set[int]]
CameIn = Callable[[Any], ColumnElement[bool]]
_answers: list[WhoCame] = []
_conditions: list[CameIn] = []


def knows_who_came(answer: WhoCame) -> WhoCame:
    """Register the decorated query: which of some tickets let somebody in."""
    _answers.append(answer)
    return answer


def who_came(ticket_ids: Collection[int]) -> set[int]:
    """Return the tickets that somebody came in with."""
    return set().union(*(answer(ticket_ids) for answer in _answers))


def tells_who_came(condition: CameIn) -> CameIn:
    """Register the decorated condition: whether somebody came in with a ticket of this id."""
    _conditions.append(condition)
    return condition


def came_in(ticket_id: Any) -> ColumnElement[bool]:
    """Return the condition that somebody came in with a ticket, for lists that filter by it."""
    return or_(false(), *(condition(ticket_id) for condition in _conditions))
