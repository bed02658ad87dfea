"""The mixed model: score = level + proposal + juror + rest, each part normal.

Method: restricted likelihood (REML) of the two variance ratios on a fixed grid, times a weak
prior that holds small differences between jurors for likelier; best linear predictions (BLUP)
and their covariance are averaged over the grid. Proposals are eliminated first, for given the
jurors they are independent. Source: Searle, Casella and McCulloch, Variance Components, 1992;
the prior after Gelman, Bayesian Analysis 1 (2006). Cost: cubic in jurors, linear in proposals,
per grid point.
"""

from dataclasses import dataclass

from challenges.calibration.model import Array
from challenges.calibration.panel import Panel

LOWEST, HIGHEST, STEPS = -3.0, 3.0, 25  # decimal logarithms of the ratios to the rest's variance
JUROR_SCALE = 0.5  # of the prior: what a juror's offset usually is, in units of the rest
PROPOSAL_SCALE = 3.0
REST = 0.01  # of the variance of all marks: keeps the rest from vanishing where all agree
LEAST_WEIGHT = 1e-4


@dataclass(frozen=True, slots=True)
class Point:
    """One pair of variances: how likely it is, and the estimates under it."""

    weight: float
    variance: float
    proposal_ratio: float
    juror_ratio: float
    freedom: int
    centre: Array  # the level and the offsets of the jurors
    root: Array  # Cholesky factor of their precision, in units of the variance
    shrunk: Array  # per proposal: its marks and one over the ratio
    pull: Array  # what the level and the offsets take from each proposal
    means: Array  # the proposals


@dataclass(frozen=True, slots=True)
class Fit:
    """The model, averaged over the grid."""

    points: tuple[Point, ...]
    level: float
    means: Array
    covariance: Array
    offsets: Array
    offset_errors: Array
    juror_share: float
    proposal_share: float
    rest: float
    noise: float  # variance of one more mark by any juror


def fit(panel: Panel) -> Fit:
    """Fit the model to a panel that was not refused."""
    import numpy as np

    counts = np.zeros((len(panel.proposals), len(panel.jurors)))
    np.add.at(counts, (panel.proposal_of, panel.juror_of), 1.0)
    design = np.column_stack([counts.sum(axis=1), counts])  # the level, then the jurors
    points = _points(panel, design)
    return _average(points)


def _points(panel: Panel, design: Array) -> tuple[Point, ...]:
    import numpy as np

    ratios = np.logspace(LOWEST, HIGHEST, STEPS)
    gram, sums = _gram(panel), _sums(panel)
    rows = [_row(panel, design, (gram, sums), float(ratio), ratios) for ratio in ratios]
    top = max(float(row.heights.max()) for row in rows)
    kept = [
        (float(weight), row, at)
        for row in rows
        for at, weight in enumerate(np.exp(row.heights - top))
        if weight > LEAST_WEIGHT
    ]
    total = sum(weight for weight, _, _ in kept)
    return tuple(_point(row, at, weight / total) for weight, row, at in kept)


@dataclass(frozen=True, slots=True)
class _Row:
    """The grid points with one ratio for the proposals: how likely each is, and its equations."""

    ratio: float
    juror_ratios: Array
    heights: Array
    freedom: int
    rests: Array
    roots: Array
    halves: Array
    totals: Array
    shrunk: Array
    design: Array


def _row(
    panel: Panel, design: Array, given: tuple[Array, Array], ratio: float, juror_ratios: Array
) -> _Row:
    import numpy as np

    y, jurors = panel.values, len(panel.jurors)
    totals = np.bincount(panel.proposal_of, y, len(panel.proposals))
    shrunk = design[:, 0] + 1 / ratio
    ridge = np.zeros((len(juror_ratios), jurors + 1))
    ridge[:, 1:] = 1 / juror_ratios[:, None]
    gram = given[0] - design.T @ (design / shrunk[:, None])
    roots = np.linalg.cholesky(gram + ridge[:, :, None] * np.eye(jurors + 1))
    right = given[1] - design.T @ (totals / shrunk)
    halves = np.linalg.solve(roots, np.broadcast_to(right[:, None], (len(roots), jurors + 1, 1)))
    halves = halves[:, :, 0]
    rests = y @ y - totals @ (totals / shrunk) - (halves**2).sum(axis=1) + REST * np.var(y)
    logs = len(panel.proposals) * np.log(ratio) + np.log(shrunk).sum()
    logs = logs + jurors * np.log(juror_ratios)
    logs += 2 * np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1)
    heights = _prior(ratio, juror_ratios) - 0.5 * (logs + len(y) * np.log(rests))
    return _Row(
        ratio, juror_ratios, heights, len(y) - 1, rests, roots, halves, totals, shrunk, design
    )


def _point(row: _Row, at: int, weight: float) -> Point:
    import numpy as np

    root = row.roots[at]
    centre = np.linalg.solve(root.T, row.halves[at])
    return Point(
        weight=weight,
        variance=float(row.rests[at]) / (row.freedom - 1),
        proposal_ratio=row.ratio,
        juror_ratio=float(row.juror_ratios[at]),
        freedom=row.freedom,
        centre=centre,
        root=root,
        shrunk=row.shrunk,
        pull=row.design / row.shrunk[:, None],
        means=(row.totals - row.design @ centre) / row.shrunk,
    )


def _gram(panel: Panel) -> Array:
    import numpy as np

    times = np.bincount(panel.juror_of, minlength=len(panel.jurors)).astype(float)
    gram = np.diag(np.concatenate([[times.sum()], times]))
    gram[0, 1:] = gram[1:, 0] = times
    return gram


def _sums(panel: Panel) -> Array:
    import numpy as np

    by_juror = np.bincount(panel.juror_of, panel.values, len(panel.jurors))
    return np.concatenate([[panel.values.sum()], by_juror])


def _prior(ratio: float, juror_ratios: Array) -> Array:
    """Return the logarithm of half-Cauchy densities of both deviations, on a logarithmic grid."""
    import numpy as np

    jurors = 0.5 * np.log(juror_ratios) - np.log1p(juror_ratios / JUROR_SCALE**2)
    return jurors + 0.5 * np.log(ratio) - np.log1p(ratio / PROPOSAL_SCALE**2)


def _average(points: tuple[Point, ...]) -> Fit:
    import numpy as np

    weights = np.array([point.weight for point in points])
    means = sum(point.weight * point.means for point in points)
    centre = sum(point.weight * point.centre for point in points)
    covariance = np.zeros((len(means), len(means)))
    errors = np.zeros(len(centre))
    for point in points:
        inner = np.linalg.solve(point.root, np.column_stack([point.pull.T, np.eye(len(centre))]))
        pulled, own = inner[:, : len(means)], inner[:, len(means) :]
        spread = point.variance * (np.diag(1 / point.shrunk) + pulled.T @ pulled)
        apart = point.means - means
        covariance += point.weight * (spread + np.outer(apart, apart))
        errors += point.weight * (
            point.variance * (own**2).sum(axis=0) + (point.centre - centre) ** 2
        )
    shares = np.array([_shares(point) for point in points])
    rest = float(weights @ [point.variance for point in points])
    noise = float(weights @ [point.variance * (1 + point.juror_ratio) for point in points])
    return Fit(
        points=points,
        level=float(centre[0]),
        means=means,
        covariance=covariance,
        offsets=centre[1:],
        offset_errors=np.sqrt(errors[1:]),
        juror_share=float(weights @ shares[:, 0]),
        proposal_share=float(weights @ shares[:, 1]),
        rest=rest,
        noise=noise,
    )


def _shares(point: Point) -> tuple[float, float]:
    total = 1 + point.juror_ratio + point.proposal_ratio
    return point.juror_ratio / total, point.proposal_ratio / total
