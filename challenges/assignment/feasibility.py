"""Why an assignment cannot be made, in words that tell what to change.

Method: the kept pairs are checked one by one; then each proposal and the whole panel are
counted; what remains is found by a maximum flow, whose minimum cut names the proposals that
compete for too few jurors (Hall's condition). Cost: one Dinic maximum flow on jurors times
proposals edges.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from challenges.assignment.model import Infeasibility, Juror, Panel, Proposal

LISTED = 5


def explain(panel: Panel, conflicts: frozenset[tuple[str, str]]) -> tuple[Infeasibility, ...]:
    """Return every reason found on the first level that has one; nothing means feasible."""
    levels = (_check_kept(panel, conflicts), _check_counts(panel), _check_flow(panel))
    return next((found for level in levels if (found := tuple(level))), ())


def _reason(code: str, message: str, **params: object) -> Infeasibility:
    return Infeasibility(code, tuple((key, str(value)) for key, value in params.items()), message)


def _check_kept(panel: Panel, conflicts: frozenset[tuple[str, str]]) -> Iterator[Infeasibility]:
    jurors = {juror.key: juror for juror in panel.jurors}
    proposals = {proposal.key: proposal for proposal in panel.proposals}
    for juror_key, key in sorted(panel.kept):
        names = {"juror": juror_key, "proposal": key}
        pair = f"the kept pair of juror {juror_key} and proposal {key}"
        if juror_key not in jurors or key not in proposals:
            yield _reason("kept_unknown", f"{pair} names somebody who is not there", **names)
        elif has_conflict(jurors[juror_key], proposals[key], conflicts):
            yield _reason("kept_conflict", f"{pair} has a conflict of interest", **names)
    for juror in panel.jurors:
        load = panel.kept_loads[juror.key]
        if juror.capacity is not None and load > juror.capacity:
            message = f"juror {juror.key} keeps {load} proposals but can take {juror.capacity}"
            params = {"juror": juror.key, "kept": load, "capacity": juror.capacity}
            yield _reason("kept_over_capacity", message, **params)


def has_conflict(juror: Juror, proposal: Proposal, conflicts: frozenset[tuple[str, str]]) -> bool:
    """Say whether a juror must not judge a proposal: declared, or the same organisation."""
    same = bool(juror.organisation) and juror.organisation == proposal.organisation
    return same or (juror.key, proposal.key) in conflicts


def _check_counts(panel: Panel) -> Iterator[Infeasibility]:
    willing = {juror.key for juror in panel.jurors if panel.rooms[juror.key]}
    for proposal in panel.proposals:
        need = panel.needs[proposal.key]
        free = sum((juror, proposal.key) in panel.allowed for juror in willing)
        if missing := max(need - free, 0):
            message = (
                f"proposal {proposal.key} needs {_more(missing)} without a conflict and with room"
            )
            yield _reason(
                "too_few_jurors", message, proposal=proposal.key, missing=missing, free=free
            )


def _more(missing: int) -> str:
    return "1 more juror" if missing == 1 else f"{missing} more jurors"


def _check_flow(panel: Panel) -> Iterator[Infeasibility]:
    """Yield the tightest bottleneck, if the needs cannot all be met together."""
    short = _bottleneck(panel)
    if not short:
        return
    need = sum(panel.needs[key] for key in short)
    jurors = [j for j in panel.jurors if any((j.key, key) in panel.allowed for key in short)]
    room = sum(
        min(panel.rooms[j.key], sum((j.key, key) in panel.allowed for key in short)) for j in jurors
    )
    message = (
        f"{len(short)} proposals ({_listed(short)}) need {need} reviews together, "
        f"but the jurors who may judge them ({_listed(j.key for j in jurors)}) can take {room}"
    )
    yield _reason("too_little_capacity", message, need=need, room=room, missing=need - room)


def _listed(keys: Iterable[str]) -> str:
    found = sorted(keys)
    more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
    return ", ".join(found[:LISTED]) + more


def _bottleneck(panel: Panel) -> tuple[str, ...]:
    """Return the proposals on the source's side of a minimum cut, or none when all are served."""
    proposals = [proposal.key for proposal in panel.proposals]
    numbers = {("p", key): 1 + at for at, key in enumerate(proposals)}
    first_juror = 1 + len(proposals)
    numbers |= {("j", juror.key): first_juror + at for at, juror in enumerate(panel.jurors)}
    sink = first_juror + len(panel.jurors)
    edges = [(0, numbers["p", key], panel.needs[key]) for key in proposals]
    edges += [(numbers["p", key], numbers["j", juror], 1) for juror, key in panel.allowed]
    edges += [(numbers["j", juror.key], sink, panel.rooms[juror.key]) for juror in panel.jurors]
    tails, heads, sizes = np.array(edges, dtype=np.int32).reshape(-1, 3).T
    graph = csr_array((sizes, (tails, heads)), shape=(sink + 1, sink + 1), dtype=np.int32)
    flow = maximum_flow(graph, 0, sink)
    if flow.flow_value == sum(panel.needs[key] for key in proposals):
        return ()
    residual = csr_array(graph - flow.flow)
    residual.eliminate_zeros()
    reached = set(breadth_first_order(residual, 0, return_predecessors=False).tolist())
    return tuple(key for key in proposals if numbers["p", key] in reached)
