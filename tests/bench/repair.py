"""How long does it take to repair a schedule when something happens, and how much has to move?

Each event is disturbed again and again: somebody stays away or comes late, a table is lost, a break
is put in. Every repair is checked; that it moves as few meetings as can be is proven by the solver
and, for small events, by every schedule there is (tests/app/meetings).
"""

import random
import sys
import time
from statistics import median

from app.meetings.rules.checker import check
from app.meetings.rules.instance import Instance, Schedule
from app.meetings.rules.repairing import repair
from tests.app.meetings.every_schedule import disturbed
from tests.bench.machinery.report import Report, Target, print_table
from tests.bench.machinery.schedules import draw_event

ROUNDS = 100
EVENTS = ((40, 120, 10, 16), (120, 400, 30, 18))  # people, meetings, tables, slots
SECONDS = 2.0  # the median
HEAD = ("event", "disturbances", "median s", "slowest s", "moved", "given up", "wrong")


def main() -> int:
    """Measure and report."""
    rows, every, wrong = [], list[float](), 0
    for number, size in enumerate(EVENTS):
        dice = random.Random(number)
        seconds, moved, lost, bad = measure(*draw_event(*size, dice), dice)
        name = "{} people, {} meetings, {} tables, {} slots".format(*size)
        rows.append(
            (name, ROUNDS, round(median(seconds), 2), round(max(seconds), 2), moved, lost, bad)
        )
        every += seconds
        wrong += bad
    print_table(HEAD, rows)
    figures = {
        "disturbances": len(every),
        "median_s": median(every),
        "slowest_s": max(every),
        "wrong": wrong,
    }
    return Report("repair", figures, [Target("median_s", SECONDS), Target("wrong", 0)]).finish()


def measure(
    event: Instance, schedule: Schedule, dice: random.Random
) -> tuple[list[float], int, int, int]:
    """Disturb an event and repair it; return the seconds of each, and what was moved and lost."""
    seconds: list[float] = []
    moved = lost = wrong = 0
    for _round in range(ROUNDS):
        now = disturbed(event, dice)
        begun = time.perf_counter()
        found = repair(now, schedule)
        seconds.append(time.perf_counter() - begun)
        moved += len(found.moved)
        lost += len(found.lost)
        wrong += bool(check(now, found.schedule, all_held=False))
    return seconds, moved, lost, wrong


if __name__ == "__main__":
    sys.exit(main())
