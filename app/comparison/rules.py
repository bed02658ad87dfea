"""What stands side by side: which proposals, and which answers belong on one line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from challenges.lifecycle import ProposalState

MOST = 4  # more columns than this nobody can read beside each other
HIDDEN = frozenset({ProposalState.DRAFT, ProposalState.WITHDRAWN})


class Mark(StrEnum):
    """What the owner's people think of a proposal so far, the best first."""

    KEEP = "keep"
    MAYBE = "maybe"
    NO = "no"


class Order(StrEnum):
    """What the list of proposals is sorted by."""

    MARK = "mark"
    SUBMITTED = "submitted"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Line:
    """One question, and what each of the proposals answers to it, None where it was not asked."""

    key: str
    label: str
    answers: tuple[str | None, ...]


def align(proposals: Sequence[Any]) -> tuple[Line, ...]:
    """Return the questions that any of the proposals answered, each once, with all answers.

    A question keeps the place and the words that it has in the newest of them: a brief that was
    extended may have asked later proposals more.
    """
    newest_first = sorted(proposals, key=lambda one: one.submitted_at, reverse=True)
    labels: dict[str, str] = {}
    for one in newest_first:
        for question in one.questions:
            labels.setdefault(question["key"], question["label"])
    asked = [{question["key"] for question in one.questions} for one in proposals]
    return tuple(
        Line(key, label, tuple(_answer(one, key, keys) for one, keys in pairs(proposals, asked)))
        for key, label in labels.items()
    )


def pairs(proposals: Sequence[Any], asked: Sequence[set[str]]) -> Iterable[tuple[Any, set[str]]]:
    """Return each proposal with the keys of what it was asked."""
    return zip(proposals, asked, strict=True)


def _answer(proposal: Any, key: str, asked: set[str]) -> str | None:
    return proposal.answers.get(key, "") if key in asked else None


def chosen(found: Mapping[int, Any], wanted: Iterable[int]) -> list[Any]:
    """Return those of the found ones that are wanted, each once, in the order of the wish."""
    return [found[key] for key in dict.fromkeys(wanted) if key in found]
