"""Questions of a registration: whom they are for, when they apply, what answers them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

YES, NO = "yes", "no"
MOST_QUESTIONS, MOST_OPTIONS = 50, 50


class QuestionKind(StrEnum):
    """What answers a question."""

    SHORT = "short"
    LONG = "long"
    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    COUNTRY = "country"
    FILE = "file"
    CONFIRM = "confirm"


class QuestionPurpose(StrEnum):
    """What the answers are for; those of needs are kept apart and deleted soon."""

    ORDINARY = "ordinary"
    DIETARY = "dietary"
    ACCESS = "access"


WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.SEVERAL})
CONDITIONAL_ON = WITH_OPTIONS | {QuestionKind.YES_NO}
# What says a need in a way that a kitchen or a door can count or read.
FOR_NEEDS = WITH_OPTIONS | {QuestionKind.YES_NO, QuestionKind.SHORT, QuestionKind.LONG}


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from; its key is never given to another."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as somebody is asked it: its words in their language, of one version."""

    id: int
    wording_id: int
    version: int
    kind: QuestionKind
    purpose: QuestionPurpose = QuestionPurpose.ORDINARY
    label: str
    help: str = ""
    options: tuple[Option, ...] = ()
    is_required: bool = True
    types: frozenset[int] = frozenset()
    depends_on: int | None = None
    wanted: str = ""
    at_registration: bool = True
    at_door: bool = False

    @property
    def is_need(self) -> bool:
        """Whether its answers are kept apart."""
        return self.purpose is not QuestionPurpose.ORDINARY

    @property
    def choices(self) -> tuple[Option, ...]:
        """What a condition can ask for: its options, or yes and no."""
        if self.kind is QuestionKind.YES_NO:
            return (Option(YES, YES), Option(NO, NO))
        return self.options

    def is_for(self, ticket_type_id: int) -> bool:
        """Whether holders of a kind of ticket are asked; without kinds all are."""
        return not self.types or ticket_type_id in self.types


def is_answered_with(value: str, wanted: str) -> bool:
    """Whether an answer, or one of several, is the one that a condition asks for."""
    return wanted in value.split()


def applicable(
    questions: Iterable[Asked], ticket_type_id: int, answers: Mapping[int, str]
) -> frozenset[int]:
    """Return the questions that apply: for the ticket, and where the one before is so answered."""
    known = {one.id: one for one in questions}

    @cache
    def applies(question_id: int) -> bool:
        one = known.get(question_id)
        if one is None or not one.is_for(ticket_type_id):
            return False
        if one.depends_on is None:
            return True
        is_met = is_answered_with(answers.get(one.depends_on, ""), one.wanted)
        return is_met and applies(one.depends_on)

    return frozenset(one for one in known if applies(one))


def makes_circle(parents: Mapping[int, int | None], question_id: int, depends_on: int) -> bool:
    """Whether a question would come to depend on itself, perhaps by way of others."""
    seen: set[int] = set()
    at: int | None = depends_on
    while at is not None and at not in seen:
        if at == question_id:
            return True
        seen.add(at)
        at = parents.get(at)
    return False


def next_options(
    before: Iterable[Option], labels: Sequence[str], used: Collection[str]
) -> tuple[Option, ...]:
    """Return the options of new words: what is called as before keeps its key, no key comes back.

    `used` are the keys of every version, also of options that are gone.
    """
    kept = {one.label: one.key for one in before}
    last = max((int(key.removeprefix("o")) for key in used), default=0)
    found = []
    for label in labels:
        key = kept.get(label)
        if key is None:
            last += 1
            key = f"o{last}"
        found.append(Option(key, label))
    return tuple(found)


def in_order(questions: Sequence[int], moved: int, *, up: bool) -> list[int]:
    """Return ids with one of them moved by one place, as far as there is one."""
    found = list(questions)
    at = found.index(moved)
    to = at - 1 if up else at + 1
    if 0 <= to < len(found):
        found[at], found[to] = found[to], found[at]
    return found


def count_needs(asked: Asked, values: Iterable[str]) -> list[tuple[str, int]]:
    """Return how many chose what, in the order of the options; no is no need."""
    counts: dict[str, int] = {}
    for value in values:
        for key in value.split():
            counts[key] = counts.get(key, 0) + 1
    return [(one.key, counts[one.key]) for one in asked.choices if one.key in counts.keys() - {NO}]
