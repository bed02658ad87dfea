"""Draws from the posterior, the same ones on every machine.

Method: a counter run through the finaliser of SplitMix64 gives uniform numbers, the inverse
normal distribution (Acklam's rational approximation) makes them normal; each draw takes a grid
point in proportion to its weight, a variance (Wilson and Hilferty), the offsets of the jurors
and then the proposals, which are independent given those. Cost: draws times proposals.
"""

from challenges.calibration.fitting import Fit, Point
from challenges.calibration.model import Array

DRAWS = 4000
GOLDEN, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
TAIL, HALF = 0.02425, 0.5
INNER = (
    (-3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02,
     1.383577518672690e02, -3.066479806614716e01, 2.506628277459239e00),
    (-5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02,
     6.680131188771972e01, -1.328068155288572e01, 1.0),
)  # fmt: skip
OUTER = (
    (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00,
     -2.549732539343734e00, 4.374664141464968e00, 2.938163982698783e00),
    (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00,
     3.754408661907416e00, 1.0),
)  # fmt: skip


def draw(fit: Fit, draws: int = DRAWS) -> Array:
    """Return draws of the proposals' scores above the level, one row a draw."""
    import numpy as np

    jurors = len(fit.offsets) + 1
    width = 1 + jurors + len(fit.means)
    ends = np.cumsum([point.weight for point in fit.points])
    ends = np.floor(ends / ends[-1] * draws + 0.5).astype(int)
    parts = [
        _draw_point(point, standard_normals(start * width, end * width).reshape(-1, width), jurors)
        for point, start, end in zip(fit.points, [0, *ends[:-1]], ends, strict=True)
    ]
    found: Array = np.concatenate(parts)
    return found


def _draw_point(point: Point, normals: Array, jurors: int) -> Array:
    import numpy as np

    freedom = point.freedom
    small = 2 / (9 * freedom)
    chi = freedom * np.maximum(1 - small + normals[:, :1] * np.sqrt(small), 0.1) ** 3
    scale = np.sqrt(point.variance * (freedom - 1) / chi)
    moved = scale * np.linalg.solve(point.root.T, normals[:, 1 : 1 + jurors].T).T
    own = scale * normals[:, 1 + jurors :] / np.sqrt(point.shrunk)
    found: Array = point.means - moved @ point.pull.T + own
    return found


def standard_normals(start: int, end: int) -> Array:
    """Return the standard normal numbers from one place to another, always the same ones."""
    import numpy as np

    with np.errstate(over="ignore"):
        bits = np.arange(start + 1, end + 1, dtype=np.uint64) * np.uint64(GOLDEN)
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(FIRST)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(SECOND)
        bits ^= bits >> np.uint64(31)
    return quantiles((bits >> np.uint64(11)).astype(float) / 2.0**53 + 2.0**-54)


def quantiles(shares: Array) -> Array:
    """Return the standard normal quantiles of shares between 0 and 1."""
    import numpy as np

    low = np.minimum(shares, 1 - shares)
    middle = np.clip(shares, TAIL, 1 - TAIL) - 0.5
    square = middle * middle
    inner = np.polyval(INNER[0], square) * middle / np.polyval(INNER[1], square)
    far = np.sqrt(-2 * np.log(low))
    outer = np.polyval(OUTER[0], far) / np.polyval(OUTER[1], far)
    found: Array = np.where(low < TAIL, np.where(shares < HALF, outer, -outer), inner)
    return found
