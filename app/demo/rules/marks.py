"""The marks of a jury with the habits that juries have.

One juror is strict, one lenient, one gives nearly the same to everybody; on one challenge they do
not agree with each other at all.
"""

import random
from dataclasses import dataclass

CENTRE = 3.2
TOP = 5
NOISE = 0.45


@dataclass(frozen=True)
class Habit:
    """How a juror uses the scale."""

    shift: float = 0.0
    spread: float = 1.0


HABITS = {
    "Weißmüller": Habit(shift=-0.8),
    "Wójcik-Brzoza": Habit(shift=0.8),
    "Brandt": Habit(spread=0.15),
}
USUAL = Habit()
# Where jurors disagree: how far the first, second and third of a proposal are from each other.
QUARREL = {"C5": (1.3, -1.3, 0.0)}


def draw_marks(
    dice: random.Random, keys: list[str], *, level: float, family: str
) -> dict[str, int]:
    """Return a juror's marks for one proposal, by criterion."""
    habit = HABITS.get(family, USUAL)
    wanted = CENTRE + (level - CENTRE) * habit.spread + habit.shift
    return {key: _mark(dice, wanted, NOISE * habit.spread) for key in keys}


def quarrel(challenge: str, proposal: int, sheet: int) -> float:
    """Return by how much a scorecard is off where a jury disagrees, each time somebody else's."""
    shifts = QUARREL.get(challenge, (0.0,))
    return shifts[(proposal + sheet) % len(shifts)]


def _mark(dice: random.Random, wanted: float, noise: float) -> int:
    return min(max(round(dice.gauss(wanted, noise)), 0), TOP)
