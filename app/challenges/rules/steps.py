"""The steps in which a brief is written: which fields stand on each, and what each still needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.challenges.rules.coaching import Progress
from app.challenges.rules.completeness import Gap


class Step(StrEnum):
    """A page of the editor, in the order in which somebody goes through them."""

    PROBLEM = "problem"
    OFFER = "offer"
    TERMS = "terms"
    CRITERIA = "criteria"
    SENDING = "sending"


FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.PROBLEM: (
        *("title", "theme", "summary", "context", "problem", "current_approach", "tried"),
    ),
    Step.OFFER: (
        *("wanted_outcome", "measures", "budget_minor", "currency", "pilot_site", "contract"),
        *("other_offer", "prize"),
    ),
    Step.TERMS: (
        *("who_may_apply", "countries", "trl_min", "trl_wanted", "eligibility", "ip", "rights"),
        *("confidentiality", "languages", "keywords", "transition", "nace", "ecosystems"),
        *("priorities", "sdg"),
    ),
    Step.CRITERIA: ("criteria", "questions"),
    Step.SENDING: ("opens_at", "closes_at", "decision_on", "sponsor_name", "contact"),
}
_STEPS = {field: step for step, fields in FIELDS.items() for field in fields}


@dataclass(frozen=True)
class StepState:
    """How many fields of a step review still asks for."""

    step: Step
    missing: int

    @property
    def is_done(self) -> bool:
        """Whether review asks for nothing more of this step."""
        return self.missing == 0


def step_of(field: str) -> Step:
    """Return the step on which a field stands; a field of a row is named `criteria-0-name`."""
    return _STEPS[_root(field)]


def next_step(step: Step) -> Step:
    """Return the step that follows; after the last there is none but itself."""
    steps = list(Step)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def first_open(gaps: Iterable[Gap]) -> Step:
    """Return the first step that needs something, or the very first where none does."""
    waiting = {step_of(gap.field) for gap in gaps}
    return next((step for step in Step if step in waiting), Step.PROBLEM)


def states_of(found: Progress) -> tuple[StepState, ...]:
    """Return for each step how many of its fields are missing or wrong."""
    roots = {_root(gap.field) for gap in found.missing}
    return tuple(StepState(step, len(roots.intersection(FIELDS[step]))) for step in Step)


def _root(field: str) -> str:
    return field.partition("-")[0]
