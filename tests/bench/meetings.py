"""Is the schedule of meetings the best there is, and proven? On instances of its own or a folder's.

Without `--data` it solves random instances, each with a schedule that exists. A folder has .dzn
files in `instances`, `known_best.csv` with the published optima and times, and `max_meetings.csv`
with how many meetings can be held where not all can.
"""

import argparse
import csv
import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.meetings.rules.checker import check
from app.meetings.rules.dzn import read_dzn
from app.meetings.rules.instance import Instance
from app.meetings.rules.measures import count_breaks, idle_slots
from app.meetings.rules.solving import choose, solve
from tests.bench.machinery.report import Report, Target, print_table
from tests.bench.machinery.schedules import draw_event

SECONDS = 180
CORES = 2
FAIRNESS = "2"
OWN = ((20, 60, 8, 10), (30, 90, 8, 14), (40, 120, 10, 16))
HEAD = ("instance", "published", "breaks", "idle", "held", "known", "seconds", "paper", "")


@dataclass(frozen=True)
class Case:
    """An instance with what is known of it; None where nothing is."""

    name: str
    text: str
    published: str | None = None
    paper_seconds: float = 0.0
    most_meetings: int | None = None


@dataclass(frozen=True)
class Answer:
    """What came of a case: breaks of the best schedule, or how many meetings can be held."""

    case: Case
    seconds: float
    breaks: int | None = None
    idle: int | None = None
    held: int | None = None
    is_checked: bool = False

    @property
    def is_right(self) -> bool:
        """Whether it was found in time, holds to every rule and is what was published."""
        if not self.is_checked or self.seconds > SECONDS:
            return False
        if self.case.published == "infeasible":
            return self.breaks is None and self.held == self.case.most_meetings
        return self.case.published in (None, str(self.breaks))


def main() -> int:
    """Measure and report."""
    options = read_options()
    cases = list(read_cases(options.data, options.only) if options.data else own_cases())
    answers = []
    for answer in answer_all(cases):
        answers.append(answer)
        print(*row_of(answer), flush=True)
    print_table(HEAD, [row_of(one) for one in sorted(answers, key=lambda one: one.case.name)])
    figures: dict[str, Any] = {
        "instances": len(answers),
        "right": sum(one.is_right for one in answers),
        "seconds_sum": sum(one.seconds for one in answers),
        "seconds_max": max(one.seconds for one in answers),
        "paper_seconds_sum": sum(one.case.paper_seconds for one in answers),
    }
    targets = [Target("right", len(answers), at_least=True), Target("seconds_max", SECONDS)]
    return Report("meetings", figures, targets).finish()


def read_options() -> argparse.Namespace:
    """Return what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a folder with the published instances")
    parser.add_argument("--only", default="", help="instances whose name begins so")
    return parser.parse_args()


def read_cases(folder: Path, only: str) -> Iterator[Case]:
    """Return the instances of a folder with what is published of them."""
    most = {}
    with (folder / "max_meetings.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            most[row["instance"]] = int(row["max_schedulable_found"])
    with (folder / "known_best.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["instance"]
            if row["fairness_d"] == FAIRNESS and name.startswith(only):
                yield Case(
                    name,
                    (folder / "instances" / f"{name}.dzn").read_text("utf-8"),
                    row["published_optimum_breaks"],
                    float(row["published_maxsat_seconds"] or 0),
                    most.get(name),
                )


def own_cases() -> Iterator[Case]:
    """Return instances of our own, each made from a schedule, so that one exists."""
    for number, size in enumerate(OWN):
        yield Case("own {}: {} people, {} meetings, {} slots, {} tables".format(number, *size), "")


def make_own(name: str) -> Instance:
    """Return the instance of a case of our own."""
    return draw_event(*OWN[int(name.split()[1].rstrip(":"))], random.Random(name))[0]


def answer_all(cases: list[Case]) -> Iterator[Answer]:
    """Answer the cases, one on each core; whatever takes longer than it may is ended."""
    waiting = list(reversed(cases))
    running: list[Run] = []
    while waiting or running:
        while waiting and len(running) < CORES:
            running.append(Run(waiting.pop()))
        for run in list(running):
            answer = run.answer()
            if answer is not None:
                running.remove(run)
                yield answer


class Run:
    """A case that is answered in a process of its own."""

    def __init__(self, case: Case) -> None:
        self.case, self.begun = case, time.perf_counter()
        self.ours, theirs = multiprocessing.Pipe(duplex=False)
        self.process = multiprocessing.Process(target=answer_case, args=(case, theirs.send))
        self.process.start()

    def answer(self) -> Answer | None:
        """Return the answer if there is one, also that the time is over; wait a moment for it."""
        if self.ours.poll(0.05):
            found: Answer = self.ours.recv()
            self.process.join()
            return found
        seconds = time.perf_counter() - self.begun
        if seconds < SECONDS:
            return None
        self.process.kill()
        return Answer(self.case, seconds)


def answer_case(case: Case, send: Callable[[Answer], None]) -> None:
    """Solve a case and send what came of it."""
    begun = time.perf_counter()
    instance = read_dzn(case.text) if case.text else make_own(case.name)
    found = solve(instance)
    seconds = time.perf_counter() - begun
    if found.schedule is None:
        held = choose(instance)
        is_checked = not check(replace(instance, fairness=None), held, all_held=False)
        send(Answer(case, time.perf_counter() - begun, held=len(held), is_checked=is_checked))
        return
    breaks = sum(count_breaks(instance, found.schedule))
    is_checked = not check(instance, found.schedule) and breaks == found.breaks
    idle = idle_slots(instance, found.schedule)
    send(Answer(case, seconds, breaks, idle, len(found.schedule), is_checked))


def row_of(answer: Answer) -> tuple[Any, ...]:
    """Return an answer as a line of the table."""
    return (
        answer.case.name,
        answer.case.published or "–",
        "–" if answer.breaks is None else answer.breaks,
        "–" if answer.idle is None else answer.idle,
        "–" if answer.held is None else answer.held,
        answer.case.most_meetings or "–",
        round(answer.seconds, 1),
        answer.case.paper_seconds or "–",
        "" if answer.is_right else "WRONG",
    )


if __name__ == "__main__":
    sys.exit(main())
