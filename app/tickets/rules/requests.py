"""Which of those who asked to come can, as long as there are places."""

from collections import Counter
from collections.abc import Mapping, Sequence

MOST_DECIDED = 50  # as many as a page of the queue shows


def which_fit(wanted: Sequence[Mapping[int, int]], free: Mapping[int, int]) -> list[bool]:
    """Return for each whether there is a place in every quota it needs, in the order given.

    Whoever does not fit takes nothing, so that those behind may still fit.
    """
    left = Counter(free)
    fits = []
    for places in wanted:
        has_places = all(left[quota_id] >= count for quota_id, count in places.items())
        if has_places:
            left.subtract(places)
        fits.append(has_places)
    return fits
