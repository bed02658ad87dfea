"""One way to take a button: it is done or refused, and the next page says which."""

from collections.abc import Callable
from typing import TypeVar

from flask import flash

from app.core.errors import DomainError, Forbidden, NotFound
from app.core.uow import in_unit_of_work
from app.web.words import words_for

T = TypeVar("T")


def attempt(act: Callable[[], T], said: str | Callable[[T], str]) -> bool:
    """Do something in a unit of work and say so, or say why not; return whether it was done.

    What somebody may not do, or may not know of, is answered by the page of that failure.
    """
    try:
        done = in_unit_of_work(act)
    except DomainError as error:
        if isinstance(error, NotFound) or error.code == Forbidden.code:
            raise
        flash(words_for(error), "bad")
        return False
    flash(said if isinstance(said, str) else said(done), "good")
    return True
