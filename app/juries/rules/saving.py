"""What a save of a scorecard holds, and what is different from one to the next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.juries.rules.judging import Judgement, Mark

TOP = 3  # proposals that a juror may put first
COMMENTS = ("comment", "comment_to_proposer")


@dataclass(frozen=True)
class Sheet:
    """What a juror sent: a judgement of the version they read, and their own name for the save."""

    judgement: Judgement
    version: int
    submit: bool = False
    client_id: str | None = None


@dataclass(frozen=True)
class Change:
    """One thing that a save made different: a level, an answer, or a comment, which has neither."""

    key: str
    part: str
    before: int | None = None
    after: int | None = None


def content_of(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement as it is kept."""
    marks = {key: [mark.value, mark.comment] for key, mark in judgement.marks.items()}
    words = {name: getattr(judgement, name) for name in COMMENTS}
    return {"marks": marks, "answers": dict(judgement.answers), **words}


def judgement_of(content: Mapping[str, Any]) -> Judgement:
    """Return the judgement that was kept."""
    marks = {key: Mark(value, comment) for key, (value, comment) in content["marks"].items()}
    words = {name: content[name] for name in COMMENTS}
    return Judgement(marks, answers=content["answers"], **words)


def changes(before: Judgement, after: Judgement) -> tuple[Change, ...]:
    """Return what is different, by criterion: levels first, then comments."""
    return (*_levels(before, after), *_answers(before, after), *_words(before, after))


def _levels(before: Judgement, after: Judgement) -> Iterator[Change]:
    for key in sorted(set(before.marks) | set(after.marks)):
        old, new = _mark(before, key).value, _mark(after, key).value
        if old != new:
            yield Change(key, "value", old, new)


def _answers(before: Judgement, after: Judgement) -> Iterator[Change]:
    for key in sorted(set(before.answers) | set(after.answers)):
        old, new = before.answers.get(key), after.answers.get(key)
        if old != new:
            yield Change(key, "answer", old, new)


def _words(before: Judgement, after: Judgement) -> Iterator[Change]:
    for key in sorted(set(before.marks) | set(after.marks)):
        if _mark(before, key).comment != _mark(after, key).comment:
            yield Change(key, "comment")
    for name in COMMENTS:
        if getattr(before, name) != getattr(after, name):
            yield Change(name, "comment")


def _mark(judgement: Judgement, key: str) -> Mark:
    return judgement.marks.get(key, Mark(None))
