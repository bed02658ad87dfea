"""A panel as arrays, and whether there is enough of it to calibrate.

Method: jurors and proposals are numbered by what was given, not by their names, so that neither
the order of the sheets nor the names change a figure; names only part those who are alike. A
panel is refused when its jurors fall into groups without a proposal in common, for then a harsh
group cannot be told from weak proposals. Cost: linear in marks, but for the sorting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from challenges.calibration.model import Array, Mark, Refusal

FEWEST_PROPOSALS = 3
FEWEST_JURORS = 3
FEWEST_SPARE = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """Marks as columns: which proposal, which juror, what value."""

    proposals: tuple[str, ...]
    jurors: tuple[str, ...]
    proposal_of: Array
    juror_of: Array
    values: Array


def refuse(marks: Sequence[Mark]) -> Refusal | None:
    """Return why marks cannot be calibrated, or None when they can."""
    proposals = len({mark.proposal for mark in marks})
    jurors = len({mark.juror for mark in marks})
    needed = proposals + jurors - 1 + FEWEST_SPARE
    groups, values = count_groups(marks), len({mark.value for mark in marks})
    rules = (
        ("few_proposals", proposals, FEWEST_PROPOSALS, "proposals have scores"),
        ("few_jurors", jurors, FEWEST_JURORS, "jurors scored"),
        ("disconnected", -groups, -1, "groups of jurors have no proposal in common"),
        ("few_scores", len(marks), needed, "scores tell neither jurors nor proposals apart"),
        ("all_equal", values, 2, "different scores were given"),
    )
    for code, found, least, words in rules:
        if found < least:
            reason = f"{abs(found)} {words}; {abs(least)} needed"
            return Refusal(code, abs(found), abs(least), reason)
    return None


def count_groups(marks: Iterable[Mark]) -> int:
    """Return into how many parts the graph of jurors and the proposals they scored falls."""
    parents: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while parents.setdefault(node, node) != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for mark in marks:
        parents[root(("juror", mark.juror))] = root(("proposal", mark.proposal))
    return sum(node == parent for node, parent in parents.items())


def panel_of(marks: Sequence[Mark]) -> Panel:
    """Return marks as arrays, in an order that follows from what was given."""
    import numpy as np

    proposals, jurors = _numbered(marks)
    number = {key: at for at, key in enumerate(proposals)}
    seat = {key: at for at, key in enumerate(jurors)}
    rows = sorted((number[mark.proposal], seat[mark.juror], mark.value) for mark in marks)
    return Panel(
        proposals=proposals,
        jurors=jurors,
        proposal_of=np.array([row[0] for row in rows]),
        juror_of=np.array([row[1] for row in rows]),
        values=np.array([float(row[2]) for row in rows]),
    )


def _numbered(marks: Sequence[Mark]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return proposals and jurors, each sorted by what it got or gave, then by name."""
    given: dict[str, list[tuple[Fraction, str]]] = {}
    got: dict[str, list[tuple[Fraction, str]]] = {}
    for mark in marks:
        given.setdefault(mark.juror, []).append((mark.value, mark.proposal))
        got.setdefault(mark.proposal, []).append((mark.value, mark.juror))
    plain = {key: tuple(sorted(value for value, _ in rows)) for key, rows in got.items()}
    by_juror = {key: _signature(rows, plain) for key, rows in given.items()}
    by_proposal = {key: _signature(rows, by_juror) for key, rows in got.items()}
    return (
        tuple(sorted(got, key=lambda key: (by_proposal[key], key))),
        tuple(sorted(given, key=lambda key: (by_juror[key], key))),
    )


def _signature(
    rows: Iterable[tuple[Fraction, str]], known: Mapping[str, tuple[object, ...]]
) -> tuple[object, ...]:
    return tuple(sorted((value, known[key]) for value, key in rows))
