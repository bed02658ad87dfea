"""Buttons: done or refused, and the next page says which."""

import pytest
from flask import get_flashed_messages

from app.core.errors import Conflict, Forbidden, NotFound
from app.web.buttons import attempt


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context("/"):
        yield


def refuse(error):
    def act():
        raise error

    return act


def said():
    return get_flashed_messages(with_categories=True)


def test_what_is_done_is_said():
    assert attempt(lambda: 3, lambda number: f"{number} are done.")
    assert said() == [("good", "3 are done.")]


def test_what_is_refused_says_why():
    assert not attempt(refuse(Conflict("last_way_in")), "It is done.")
    [(tone, words)] = said()
    assert (tone, "last way in" in words) == ("bad", True)


@pytest.mark.parametrize("error", [NotFound(), Forbidden()])
def test_what_nobody_may_know_of_or_do_is_answered_by_its_own_page(error):
    with pytest.raises(type(error)):
        attempt(refuse(error), "It is done.")
    assert said() == []


def test_a_reason_of_its_own_is_said_though_it_forbids():
    assert not attempt(refuse(Forbidden("not_oneself")), "It is done.")
    assert said()[0][0] == "bad"
