"""What may keep a juror from scoring beside the round itself, such as a pitch that is over.

A higher feature says so; its gate returns the code of the refusal, None where nothing is in the
way, and may hold what it asks until the unit of work ends.
"""

from collections.abc import Callable

from app.core.errors import Conflict
from app.juries.models import Assignment

Gate = Callable[[Assignment], str | None]
_gates: list[Gate] = []


def gates_scoring(gate: Gate) -> Gate:
    """Register what is asked before every save of a scorecard."""
    _gates.append(gate)
    return gate


def pass_gates(assignment: Assignment) -> None:
    """Refuse what a gate does not let through."""
    for gate in _gates:
        if code := gate(assignment):
            raise Conflict(code)
