"""Does calibration find the right order when jurors differ? On full panels of which few marks stay.

Each performance keeps three jurors' marks, every juror gets a random offset of 0, a half and one
standard deviation between the performances; the truth is the mean of all jurors before that.
`--data DIR` reads skating-components.csv; without it panels are simulated.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import kendalltau

from challenges.calibration import Calibration, Mark, calibrate
from tests.bench.machinery.report import Report, Target, print_table, rounded

KEPT = 3
DRAWS = 6
LEVELS = {"0": 0.0, "05": 0.5, "1": 1.0}
FEWEST_PERFORMANCES, FEWEST_JURORS = 15, 8
LEAST_TAU, MOST_BELOW_MEAN, LEAST_ABOVE_Z, LEAST_COVERAGE = 0.9, 0.015, 0.05, 0.9
SEED = 20261122

Full = Any  # an array of marks, a row a performance, a column a juror


@dataclass(frozen=True)
class Outcome:
    """How well each way found the order of one panel, and how often its intervals held."""

    tau: float
    mean: float
    z: float
    covered: float
    share: float
    found_best: float


def main() -> int:
    """Measure and report."""
    options = _options()
    panels = read_panels(options.data) if options.data else simulate_panels()
    dice = np.random.default_rng(SEED)
    found = {
        name: [
            run(panel, level, options.kept, dice) for _ in range(options.draws) for panel in panels
        ]
        for name, level in LEVELS.items()
    }
    show(found)
    return Report("calibration", _figures(found, len(panels)), _targets()).finish()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with skating-components.csv")
    parser.add_argument("--kept", type=int, default=KEPT, help="scores kept per performance")
    parser.add_argument("--draws", type=int, default=DRAWS, help="draws per panel and level")
    return parser.parse_args()


def read_panels(folder: Path) -> list[Full]:
    """Return the full panels of a file: a juror's mark is the mean of the components."""
    marks: dict[str, dict[tuple[str, str], list[float]]] = defaultdict(lambda: defaultdict(list))
    with (folder / "skating-components.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = (row["performance"], row["judge"])
            marks[row["panel"]][key].append(float(row["score"]))
    found = [_full(own) for own in marks.values()]
    return [panel for panel in found if panel is not None]


def _full(marks: Mapping[tuple[str, str], Sequence[float]]) -> Full | None:
    rows = sorted({performance for performance, _ in marks}, key=int)
    columns = sorted({juror for _, juror in marks})
    if len(rows) < FEWEST_PERFORMANCES or len(columns) < FEWEST_JURORS:
        return None
    if len(marks) < len(rows) * len(columns):
        return None
    return np.array([[np.mean(marks[row, column]) for column in columns] for row in rows])


def simulate_panels() -> list[Full]:
    """Return panels of many sizes whose jurors agree about as well as those of figure skating."""
    dice = np.random.default_rng(SEED + 1)
    found = []
    for performances in (15, 18, 21, 24, 27, 30) * 2:
        for jurors in (8, 9):
            level = dice.normal(7, 1, (performances, 1)) + dice.normal(0, 0.15, (1, jurors))
            found.append(np.round(level + dice.normal(0, 0.28, (performances, jurors)), 2))
    return found


def run(full: Full, level: float, kept: int, dice: np.random.Generator) -> Outcome:
    """Keep some marks of a panel, make its jurors harsh or lenient, and compare with the truth."""
    truth = full.mean(axis=1)
    injected = dice.normal(0, level * truth.std(ddof=1), full.shape[1])
    keep = keep_some(full.shape, kept, dice)
    marks = np.where(keep, full + injected, np.nan)
    found = calibrate(list(_marks(marks)))
    if not isinstance(found, Calibration):
        raise RuntimeError(found.reason)  # noqa: TRY004  # a panel of the data, not a type
    places = {place.proposal: place for place in found.places}
    rows = [places[f"{at:04}"] for at in range(len(truth))]
    ranks = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    scores = [float(row.score) for row in rows]
    held = [row.rank_from <= at <= row.rank_to for row, at in zip(rows, ranks, strict=True)]
    return Outcome(
        tau=_tau(scores, truth),
        mean=_tau(np.nanmean(marks, axis=1), truth),
        z=_tau(np.nanmean(z_scores(marks), axis=1), truth),
        covered=float(np.mean(held)),
        share=float(found.juror_share),
        found_best=float(np.argmax(scores) == np.argmax(truth)),
    )


def keep_some(shape: tuple[int, int], kept: int, dice: np.random.Generator) -> Full:
    """Return which marks stay: so many per performance, by jurors who all have about as many."""
    keep = np.zeros(shape, dtype=bool)
    for row in dice.permutation(shape[0]):
        order = np.lexsort((dice.random(shape[1]), keep.sum(axis=0)))
        keep[row, order[:kept]] = True
    return keep


def _marks(marks: Full) -> Sequence[Mark]:
    return [
        Mark(f"J{juror:02}", f"{at:04}", Fraction(round(marks[at, juror] * 10**6), 10**6))
        for at, juror in np.argwhere(~np.isnan(marks))
    ]


def z_scores(marks: Full) -> Full:
    """Return every juror's marks as standard scores, as the market does it."""
    spread = np.nanstd(marks, axis=0, ddof=1)
    return (marks - np.nanmean(marks, axis=0)) / np.where(spread > 0, spread, 1.0)


def _tau(found: Any, truth: Full) -> float:
    return float(kendalltau(found, truth).statistic)


def _mean(outcomes: Sequence[Outcome], name: str) -> float:
    return float(np.mean([getattr(one, name) for one in outcomes]))


def show(found: Mapping[str, Sequence[Outcome]]) -> None:
    """Print a line per level."""
    names = ("tau", "mean", "z", "covered", "found_best", "share")
    print_table(
        ("injected", *names),
        [
            (LEVELS[level], *(rounded(_mean(own, name)) for name in names))
            for level, own in found.items()
        ],
    )


def _figures(found: Mapping[str, Sequence[Outcome]], panels: int) -> dict[str, Any]:
    figures: dict[str, Any] = {"panels": panels, "draws": sum(map(len, found.values()))}
    for name in ("tau", "mean", "z"):
        figures |= {f"{name}_{level}": _mean(own, name) for level, own in found.items()}
    figures["coverage_90"] = min(_mean(own, "covered") for own in found.values())
    below = [figures[f"mean_{level}"] - figures[f"tau_{level}"] for level in LEVELS]
    above = [figures[f"tau_{level}"] - figures[f"z_{level}"] for level in LEVELS]
    return figures | {"most_below_mean": max(below), "least_above_z": min(above)}


def _targets() -> list[Target]:
    return [
        *(Target(f"tau_{level}", LEAST_TAU, at_least=True) for level in LEVELS),
        Target("most_below_mean", MOST_BELOW_MEAN),
        Target("least_above_z", LEAST_ABOVE_Z, at_least=True),
        Target("coverage_90", LEAST_COVERAGE, at_least=True),
    ]


if __name__ == "__main__":
    sys.exit(main())
