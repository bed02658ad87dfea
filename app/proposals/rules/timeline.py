"""Where a proposal stands on its way and what comes next, as far as its authors were told.

The phases of the challenge and its dates say when; the state is the one that the authors know of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.proposals.rules import CALLED_OFF
from challenges.lifecycle import Phase

DECIDED = frozenset({"selected", "not_selected"})
ORDER = (Phase.SCREENING, Phase.JURY, Phase.SHORTLIST, Phase.DECISION, Phase.FOLLOW_UP)


class StepState(StrEnum):
    """Whether a step is behind, at hand, ahead, or not to be taken any more."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    ENDED = "ended"


@dataclass(frozen=True)
class Reply:
    """The right of reply after a finding: until when, and what became of it."""

    until: datetime
    replied_at: datetime | None = None
    is_answered: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the authors of a proposal may know of it and of its challenge."""

    state: str  # as it is shown to them
    phase: Phase
    created_at: datetime
    closes_at: datetime
    submitted_at: datetime | None = None
    screened_at: datetime | None = None
    told_at: datetime | None = None
    decision_on: date | None = None
    entered: Mapping[str, datetime] = field(default_factory=dict)  # when each phase began
    reply: Reply | None = None


@dataclass(frozen=True)
class Step:
    """One step on the way: when it was, by when it is due, or on which day it is promised."""

    code: str
    state: StepState
    at: datetime | None = None
    until: datetime | None = None
    on: date | None = None


def steps_of(one: Standing) -> tuple[Step, ...]:
    """Return the way of a proposal from its first word to the follow-up."""
    return tuple(_steps(one))


def next_of(steps: tuple[Step, ...]) -> Step | None:
    """Return the step that is at hand; before it is reached, the first one ahead."""
    for wanted in (StepState.NOW, StepState.NEXT):
        for step in steps:
            if step.state is wanted:
                return step
    return None


def _steps(one: Standing) -> Iterator[Step]:
    yield Step("begun", StepState.DONE, one.created_at)
    if one.submitted_at is None:
        yield from _unsent(one)
        return
    yield Step("submitted", StepState.DONE, one.submitted_at)
    if one.state in ("withdrawn", CALLED_OFF):
        yield Step(one.state, StepState.ENDED)
        return
    is_open = one.phase in (Phase.PUBLISHED, Phase.OPEN)
    if is_open:
        yield Step("deadline", StepState.NOW, until=one.closes_at)
    else:
        yield Step("deadline", StepState.DONE, one.closes_at)
    if one.state == "ineligible":
        yield from _found_ineligible(one)
        return
    yield from _judged(one)


def _unsent(one: Standing) -> Iterator[Step]:
    if one.state == "withdrawn":
        yield Step("withdrawn", StepState.ENDED)
    elif one.phase in (Phase.PUBLISHED, Phase.OPEN):
        yield Step("submitted", StepState.NOW, until=one.closes_at)
        yield Step("screening", StepState.NEXT)
        yield Step("jury", StepState.NEXT)
        yield Step("decision", StepState.NEXT, on=one.decision_on)
    else:
        yield Step("missed", StepState.ENDED, one.closes_at)


def _found_ineligible(one: Standing) -> Iterator[Step]:
    yield Step("screening", StepState.DONE, one.screened_at)
    reply = one.reply
    if reply is None or reply.is_answered:
        yield Step("ineligible", StepState.ENDED)
    elif reply.replied_at is not None:
        yield Step("reply", StepState.DONE, reply.replied_at)
        yield Step("answer", StepState.NOW)
    else:
        yield Step("reply", StepState.NOW, until=reply.until)


def _judged(one: Standing) -> Iterator[Step]:
    """Return the steps after the deadline; one that was skipped is left out."""
    here = ORDER.index(one.phase) if one.phase in ORDER else -1
    if one.state in DECIDED:  # what was told stays told, wherever the challenge goes
        here = max(here, ORDER.index(Phase.DECISION))
    has_ended = one.phase == Phase.ARCHIVED
    for place, phase in enumerate(ORDER):
        at = one.entered.get(phase)
        is_behind = has_ended or place < here
        if phase is Phase.SCREENING:
            is_done = is_behind or one.state != "submitted"
            yield _step("screening", one.screened_at, is_done=is_done, is_now=place == here)
        elif phase is Phase.DECISION:
            yield _decision(one, is_now=place == here)
        elif phase is Phase.FOLLOW_UP:
            if one.state != "not_selected":
                yield _step("follow_up", at, is_done=has_ended, is_now=place == here)
        elif not is_behind or at is not None:
            yield _step(str(phase), at, is_done=is_behind, is_now=place == here)


def _step(code: str, at: datetime | None, *, is_done: bool, is_now: bool) -> Step:
    if is_done:
        return Step(code, StepState.DONE, at)
    return Step(code, StepState.NOW if is_now else StepState.NEXT)


def _decision(one: Standing, *, is_now: bool) -> Step:
    """Return the decision: as it was told, or by which day it is promised."""
    if one.state in DECIDED:
        return Step(one.state, StepState.DONE, one.told_at)
    return Step("decision", StepState.NOW if is_now else StepState.NEXT, on=one.decision_on)
