"""Answers to the questions of a registration: what may be said, and what is wrong with the rest."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from babel import Locale

from app.tickets.rules.questions import NO, YES, Asked, QuestionKind, applicable

MOST_SHORT, MOST_LONG = 200, 2_000
FIRST_YEAR, LAST_YEAR = 1900, 2199
_NUMBER = re.compile(r"-?\d{1,12}([.,]\d{1,6})?")
_CODE = re.compile("[A-Z]{2}")
_ABSENT = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})

Sent = Mapping[int, Sequence[str]]  # by question, what a form or a program sent


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer, by code and its parameters."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class WrongAnswerError(ValueError):
    """An answer that a question does not take."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.problem = Problem(code, params)


@dataclass(frozen=True)
class Answers:
    """What holds of what was sent, by question, and what is wrong with the others."""

    values: Mapping[int, str]
    problems: Mapping[int, Problem]


def check_answers(questions: Iterable[Asked], ticket_type_id: int, sent: Sent) -> Answers:
    """Read what was sent to the questions that apply; what was sent to others is left out."""
    questions = list(questions)
    values: dict[int, str] = {}
    problems: dict[int, Problem] = {}
    for one in questions:
        try:
            values[one.id] = read_answer(one, sent.get(one.id, ()))
        except WrongAnswerError as error:
            problems[one.id] = error.problem
    now = applicable(questions, ticket_type_id, values)
    for one in questions:
        if one.id in now and one.is_required and not values.get(one.id, "-"):
            code = "confirm_needed" if one.kind is QuestionKind.CONFIRM else "answer_needed"
            problems[one.id] = Problem(code)
    return Answers(
        {key: value for key, value in values.items() if key in now and value},
        {key: problem for key, problem in problems.items() if key in now},
    )


def read_answer(asked: Asked, sent: Sequence[str]) -> str:
    """Return an answer as it is kept, empty for none; WrongAnswerError says why it cannot be."""
    given = [text.strip() for text in sent if text.strip()]
    if not given:
        return ""
    if asked.kind is not QuestionKind.SEVERAL and len(given) > 1:
        raise WrongAnswerError("one_answer_only")
    if asked.kind is QuestionKind.SEVERAL:
        return _read_several(asked, given)
    return _READERS[asked.kind](asked, given[0])


def _read_short(_asked: Asked, text: str) -> str:
    return _within(" ".join(text.split()), MOST_SHORT)


def _read_long(_asked: Asked, text: str) -> str:
    return _within(text.replace("\r\n", "\n"), MOST_LONG)


def _within(text: str, most: int) -> str:
    if len(text) > most:
        raise WrongAnswerError("answer_too_long", most=most)
    return text


def _read_choice(asked: Asked, text: str) -> str:
    if text not in {one.key for one in asked.options}:
        raise WrongAnswerError("not_an_option")
    return text


def _read_several(asked: Asked, given: Sequence[str]) -> str:
    chosen = set(given)
    if not chosen <= {one.key for one in asked.options}:
        raise WrongAnswerError("not_an_option")
    return " ".join(one.key for one in asked.options if one.key in chosen)


def _read_yes_no(_asked: Asked, text: str) -> str:
    if text not in (YES, NO):
        raise WrongAnswerError("not_an_option")
    return text


def _read_number(_asked: Asked, text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise WrongAnswerError("not_a_number")
    return text.replace(",", ".")


def _read_date(_asked: Asked, text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise WrongAnswerError("not_a_date") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise WrongAnswerError("not_a_date")
    return found.isoformat()


def _read_country(_asked: Asked, text: str) -> str:
    if text not in _countries():
        raise WrongAnswerError("not_a_country")
    return text


def _read_file(_asked: Asked, text: str) -> str:
    """What a file is, its signed name tells; the service reads it."""
    return _within(text, MOST_SHORT)


def _read_confirm(asked: Asked, text: str) -> str:
    """A tick carries the version of the statement, so that nobody agrees to what they never saw."""
    if text != str(asked.version):
        raise WrongAnswerError("statement_changed")
    return YES


_READERS = {
    QuestionKind.SHORT: _read_short,
    QuestionKind.LONG: _read_long,
    QuestionKind.CHOICE: _read_choice,
    QuestionKind.YES_NO: _read_yes_no,
    QuestionKind.NUMBER: _read_number,
    QuestionKind.DATE: _read_date,
    QuestionKind.COUNTRY: _read_country,
    QuestionKind.FILE: _read_file,
    QuestionKind.CONFIRM: _read_confirm,
}


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    names = [str(code) for code in Locale.parse("en").territories]
    return frozenset(code for code in names if _CODE.fullmatch(code)) - _ABSENT
