"""Is the assignment of jurors exact, and quick? On instances of its own, or on those of a file.

Each of its large instances must be proved optimal: the objective equals the bound that is
printed. Small ones are compared with every plan there is. A file (`--data`) has the number of
papers and of reviewers in its first line, and then for each paper the affinity of each reviewer.
"""

import argparse
import random
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from challenges.assignment import AssignmentPlan, Goal, Juror, Proposal, Rules, assign
from tests.bench.machinery.report import Report, Target, print_table
from tests.challenges.every_assignment import chosen, random_case

JURORS, PROPOSALS, TOPICS = 15, 200, 12
SMALL = 300
FIT = Rules(goals=(Goal.FIT,))
BALANCED = Rules(goals=(Goal.BALANCE, Goal.FIT))
Keys = tuple[str, str]
Row = tuple[Any, ...]
HEAD = ("instance", "fit", "bound", "worst-off", "bound", "loads", "optimal", "linked", "seconds")


def main() -> int:
    """Measure and report."""
    options = read_options()
    rows: list[Row] = []
    own = measure_own(rows)
    read = measure_file(options.data, options.each, options.most, rows) if options.data else {}
    print_table(HEAD, rows)
    wrong = sum(count_wrong(seed) for seed in range(SMALL))
    seconds = [row[-1] for row in rows]
    figures: dict[str, Any] = {
        "instances": len(rows) + SMALL,
        "proven": sum(row[-3] == "yes" for row in rows),
        "wrong": wrong,
        "seconds_max": max(seconds),
        "seconds_sum": sum(seconds),
        "own_seconds_max": own,
    }
    targets = [
        Target("proven", len(rows), at_least=True),
        Target("wrong", 0),
        Target("own_seconds_max", 2.0),
        Target("seconds_max", 10.0),
    ]
    return Report("assignment", figures | read, targets).finish()


def read_options() -> argparse.Namespace:
    """Return what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a file of affinities")
    parser.add_argument("--each", type=int, default=3, help="reviewers a paper (3)")
    parser.add_argument("--most", type=int, default=12, help="papers a reviewer takes (12)")
    return parser.parse_args()


def measure_own(rows: list[Row]) -> float:
    """Solve panels of a large Day with all the goals; return the longest time."""
    for each in (3, 5):
        for kind in ("topics", "bids", "fine"):
            jurors, proposals, conflicts, affinity = make_panel(kind, each)
            measure(
                f"{JURORS} x {PROPOSALS}, {each} each, {kind}",
                rows,
                jurors,
                proposals,
                affinity,
                conflicts=conflicts,
                per_proposal=each,
            )
    return max(row[-1] for row in rows)


def make_panel(
    kind: str, each: int
) -> tuple[list[Juror], list[Proposal], set[Keys], dict[Keys, float]]:
    """Make a panel with limits, conflicts and one kind of affinities."""
    dice = random.Random(f"{kind} {each}")
    limit = PROPOSALS * each // JURORS + 4
    jurors = [Juror(f"J{at:02}", capacity=limit) for at in range(JURORS)]
    proposals = [Proposal(f"P{at:03}") for at in range(PROPOSALS)]
    known = {one.key: set(dice.sample(range(TOPICS), 4)) for one in jurors}
    asked = {one.key: set(dice.sample(range(TOPICS), 3)) for one in proposals}
    pairs = [(juror.key, proposal.key) for juror in jurors for proposal in proposals]
    draw = {
        "topics": lambda pair: 30 * len(known[pair[0]] & asked[pair[1]]) + dice.choice([0, 0, 20]),
        "bids": lambda _: dice.choice([0, 0.25, 0.25, 0.5, 1]),
        "fine": lambda _: dice.random(),
    }[kind]
    conflicts = {pair for pair in pairs if dice.random() < 0.06}
    return jurors, proposals, conflicts, {pair: draw(pair) for pair in pairs}


def measure_file(path: Path, each: int, most: int, rows: list[Row]) -> dict[str, float]:
    """Solve the instance of a file: with loads up to a limit, and with balanced loads."""
    papers, reviewers, affinity = read_affinities(path)
    most = max(most, -(-papers * each // reviewers))
    proposals = [Proposal(f"P{at:05}") for at in range(papers)]
    figures: dict[str, float] = {}
    for name, capacity, rules in (("fit", most, FIT), ("balanced_fit", None, BALANCED)):
        jurors = [Juror(f"J{at:05}", capacity=capacity) for at in range(reviewers)]
        label = f"{path.stem}, {each} each, {name.replace('_', ' ')}"
        plan = measure(label, rows, jurors, proposals, affinity, per_proposal=each, rules=rules)
        total = sum(affinity[pair] for pair in chosen(plan))
        figures |= {name: float(round(total, 6)), f"{name}_bound": float(plan.bound.affinity)}
        loads = [load for _, load in plan.loads]
        figures |= {f"{name}_least_load": min(loads), f"{name}_most_load": max(loads)}
    return figures


def read_affinities(path: Path) -> tuple[int, int, dict[Keys, Fraction]]:
    """Return how many papers and reviewers there are, and the affinity of each pair."""
    first, *lines = path.read_text("ascii").strip().splitlines()
    papers, reviewers = map(int, first.split())
    rows = [line.split() for line in lines]
    if len(rows) != papers or any(len(row) != reviewers for row in rows):
        raise SystemExit(f"{path} does not have {papers} rows of {reviewers} numbers.")
    numbers = {text: Fraction(text) for row in rows for text in row}
    return (
        papers,
        reviewers,
        {
            (f"J{at:05}", f"P{number:05}"): numbers[text]
            for number, row in enumerate(rows)
            for at, text in enumerate(row)
        },
    )


def measure(
    name: str,
    rows: list[Row],
    jurors: Sequence[Juror],
    proposals: Sequence[Proposal],
    affinity: Mapping[Keys, float | Fraction],
    *,
    conflicts: Collection[Keys] = (),
    per_proposal: int,
    rules: Rules | None = None,
) -> AssignmentPlan:
    """Solve one instance and add what came of it to the table."""
    started = time.perf_counter()
    plan = assign(
        jurors, proposals, conflicts, per_proposal=per_proposal, affinity=affinity, rules=rules
    )
    seconds = time.perf_counter() - started
    loads = [load for _, load in plan.loads]
    rows.append(
        (
            name,
            f"{float(plan.objective.affinity):.10g}",
            f"{float(plan.bound.affinity):.10g}",
            f"{float(plan.objective.floor):.10g}",
            f"{float(plan.bound.floor):.10g}",
            f"{min(loads)}-{max(loads)}",
            "yes" if plan.is_optimal else "NO",
            "yes" if plan.overlap.is_connected else "no",
            round(seconds, 3),
        )
    )
    return plan


def count_wrong(seed: int) -> int:
    """Return 1 when the answer to a small question is not the best of all plans."""
    case = random_case(seed)
    plan, every = case.solve(), set(case.every_plan())
    if not every:
        return int(plan.is_feasible)
    found = chosen(plan)
    is_best = found in every and case.value(found) == min(map(case.value, every))
    return int(not (is_best and plan.is_optimal))


if __name__ == "__main__":
    sys.exit(main())
