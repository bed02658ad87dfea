"""Every fact says in one sentence what happened, and the audit log learns no names from it."""

import importlib
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from app.core.facts import CODE, WORDS, kinds
from app.oversight.messages import DEEDS

SAYING_NOTHING = (int, bool, float, datetime, date, type(None))


def test_every_fact_is_documented(application):
    assert [name for name, kind in kinds().items() if not (kind.__doc__ or "").strip()] == []


def test_no_fact_borrows_its_sentence(application):
    sentences = [kind.__doc__ for kind in kinds().values()]
    assert len(set(sentences)) == len(sentences)


def test_no_field_of_a_fact_brings_words_into_the_audit_log(application):
    checked, undeclared = 0, []
    for name, kind in kinds().items():
        hints = get_type_hints(kind, include_extras=True)
        for field in fields(kind):
            checked += 1
            if not all(is_harmless(hint) for hint in leaves(hints[field.name])):
                undeclared.append(f"{name}.{field.name}")
    print(f"{len(kinds())} facts, {checked} fields checked, {len(undeclared)} undeclared")
    assert undeclared == [], "Code for a text of ours, Words for all that people write"


def leaves(hint: Any) -> Iterator[Any]:
    if get_origin(hint) is Annotated or not get_args(hint):
        yield hint
        return
    for part in get_args(hint):
        if part is not Ellipsis:
            yield from leaves(part)


def is_harmless(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return bool({CODE, WORDS} & set(hint.__metadata__))
    return isinstance(hint, type) and (hint in SAYING_NOTHING or issubclass(hint, Enum))


def test_every_fact_has_words_in_the_log(application):
    """The words stand in `app/oversight/messages/deeds.py`."""
    ours = {name for name, kind in kinds().items() if kind.__module__.startswith("app.")}
    assert sorted(ours - set(DEEDS)) == []


def test_the_log_has_words_for_nothing_but_facts_of_now_and_of_before(application):
    importlib.import_module("app.demo.facts")  # loaded by its command only
    before = {"JurorInvited", "MemberInvited"}
    assert set(DEEDS) - set(kinds()) == before
