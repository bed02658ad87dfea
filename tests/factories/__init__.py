"""Factories free of surprises: each makes one valid thing, commits it and gives it back."""

from collections.abc import Callable
from itertools import count
from typing import TypeVar

from app.core.db import db
from app.core.uow import unit_of_work

T = TypeVar("T")
numbers = count(1)


def saved(make: Callable[[], T]) -> T:
    """Make a thing in a unit of work of its own and return it."""
    with unit_of_work():
        thing = make()
        db.session.add(thing)
    return thing
