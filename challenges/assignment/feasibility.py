"""Why an assignment cannot be made, in words that tell what to change.

Method: the kept pairs are checked one by one; then each proposal is counted, with its tags; then
a maximum flow finds, for the whole panel and for each tag, the proposals that compete for too
few jurors (a minimum cut: Hall's condition). What only shows when all rules are taken together is
found by a programme in which new jurors may be added at a price: it says how few would do.
Cost: a Dinic maximum flow for each tag, and rarely a search.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from challenges.assignment.model import Infeasibility, Juror, Keys, Panel, Proposal

LISTED = 5


def explain(panel: Panel, conflicts: frozenset[Keys]) -> tuple[Infeasibility, ...]:
    """Return every reason found on the first level that has one; nothing means none is plain."""
    levels: tuple[Callable[[], Iterable[Infeasibility]], ...] = (
        lambda: _check_kept(panel, conflicts),
        lambda: _check_counts(panel),
        lambda: _check_flows(panel),
    )
    return next((found for level in levels if (found := tuple(level()))), ())


def reason(
    code: str,
    message: str,
    proposals: Collection[str] = (),
    jurors: Collection[str] = (),
    **params: object,
) -> Infeasibility:
    """Return a reason with its parameters as texts and its keys in order."""
    plain = tuple((key, str(value)) for key, value in params.items() if value is not None)
    return Infeasibility(code, plain, message, tuple(sorted(proposals)), tuple(sorted(jurors)))


def out_of_time() -> tuple[Infeasibility, ...]:
    """Return that nothing was found in the time."""
    return (reason("out_of_time", "no assignment was found in the time"),)


def not_linked() -> tuple[Infeasibility, ...]:
    """Return that the jurors cannot all be linked."""
    message = "no assignment links all the jurors through proposals that they share"
    return (reason("not_linked", message),)


def _check_kept(panel: Panel, conflicts: frozenset[Keys]) -> Iterator[Infeasibility]:
    jurors = {juror.key: juror for juror in panel.jurors}
    proposals = {proposal.key: proposal for proposal in panel.proposals}
    for juror_key, key in sorted(panel.kept):
        names = {"juror": juror_key, "proposal": key}
        pair = f"the kept pair of juror {juror_key} and proposal {key}"
        if juror_key not in jurors or key not in proposals:
            yield reason("kept_unknown", f"{pair} names somebody who is not there", **names)
        elif has_conflict(jurors[juror_key], proposals[key], conflicts):
            yield reason("kept_conflict", f"{pair} has a conflict of interest", **names)
    for juror in panel.jurors:
        load = panel.kept_loads.get(juror.key, 0)
        if juror.capacity is not None and load > juror.capacity:
            message = f"juror {juror.key} keeps {load} proposals but can take {juror.capacity}"
            yield reason(
                "kept_over_capacity",
                message,
                juror=juror.key,
                kept=load,
                capacity=juror.capacity,
            )


def has_conflict(juror: Juror, proposal: Proposal, conflicts: frozenset[Keys]) -> bool:
    """Say whether a juror must not judge a proposal: declared, or the same organisation."""
    same = bool(juror.organisation) and juror.organisation == proposal.organisation
    return same or (juror.key, proposal.key) in conflicts


def _check_counts(panel: Panel) -> Iterator[Infeasibility]:
    """Yield what proposals lack each for itself, those that lack the same together."""
    short: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
    for demand in demands_of(panel):
        willing = {juror for juror, _ in demand.allowed if panel.rooms[juror]}
        free = defaultdict(set)
        for juror, key in demand.allowed:
            if juror in willing:
                free[key].add(juror)
        for key, need in demand.needs.items():
            if missing := max(need - len(free[key]), 0):
                short[missing, demand.tag].append((key, len(free[key])))
    for (missing, tag), found in sorted(short.items(), key=lambda item: (item[0][1], item[1])):
        yield _too_few(missing, tag, [key for key, _ in found], min(free for _, free in found))


def _too_few(missing: int, tag: str, keys: list[str], free: int) -> Infeasibility:
    who = f"proposal {keys[0]} needs" if len(keys) == 1 else f"proposals {listed(keys)} need"
    message = f"{who} {more_jurors(missing)}{tagged(tag)} without a conflict and with room"
    proposal = keys[0] if len(keys) == 1 else None
    return reason(
        "too_few_tagged" if tag else "too_few_jurors",
        message,
        keys,
        proposal=proposal,
        missing=missing,
        free=free,
        tag=tag or None,
    )


def more_jurors(missing: int) -> str:
    """Return how many more jurors, in words."""
    return "1 more juror" if missing == 1 else f"{missing} more jurors"


def tagged(tag: str) -> str:
    """Return the tag that jurors must have, in words, if there is one."""
    return f" with {tag}" if tag else ""


@dataclass(frozen=True, slots=True)
class Demand:
    """How many jurors proposals need, of all or of those with a tag, and who may serve."""

    tag: str
    needs: Mapping[str, int]
    allowed: frozenset[Keys]


def demands_of(panel: Panel) -> Iterator[Demand]:
    """Yield what is asked of all the jurors, and then of those with each tag."""
    yield Demand("", panel.needs, panel.allowed)
    tags, benches = {juror.key: juror.tags for juror in panel.jurors}, panel.benches()
    for tag in sorted({tag for proposal in panel.proposals for tag, _ in proposal.wanted}):
        needs = {}
        for proposal in panel.proposals:
            kept = sum(tag in tags.get(juror, ()) for juror in benches[proposal.key])
            needs[proposal.key] = max(dict(proposal.wanted).get(tag, 0) - kept, 0)
        allowed = frozenset(pair for pair in panel.allowed if tag in tags[pair[0]])
        yield Demand(tag, needs, allowed)


def _check_flows(panel: Panel) -> Iterator[Infeasibility]:
    """Yield the tightest bottleneck of each demand that cannot be met."""
    for demand in demands_of(panel):
        short = _bottleneck(panel, demand)
        if short:
            yield _too_little(panel, demand, short)


def _too_little(panel: Panel, demand: Demand, short: Collection[str]) -> Infeasibility:
    need = sum(demand.needs[key] for key in short)
    reach: dict[str, int] = defaultdict(int)
    for juror, key in demand.allowed:
        reach[juror] += key in short
    jurors = [juror for juror, count in reach.items() if count]
    room = sum(min(panel.rooms[juror], reach[juror]) for juror in jurors)
    new = _new_jurors(panel, demand)
    message = (
        f"{len(short)} proposals ({listed(short)}) need {need} reviews{tagged(demand.tag)} "
        f"together, but the jurors who may judge them ({listed(jurors)}) can take {room}"
    )
    return reason(
        "too_little_capacity",
        message,
        short,
        jurors,
        need=need,
        room=room,
        missing=need - room,
        new=new,
        tag=demand.tag or None,
    )


def listed(keys: Iterable[str]) -> str:
    """Return the first few keys, and how many more there are."""
    found = sorted(keys)
    more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
    return ", ".join(found[:LISTED]) + more


def _new_jurors(panel: Panel, demand: Demand) -> int:
    """Return how many new jurors without a conflict or a limit would do."""
    most = max(demand.needs.values())
    return next(new for new in range(1, most + 1) if not _bottleneck(panel, demand, new))


def _bottleneck(panel: Panel, demand: Demand, new: int = 0) -> frozenset[str]:
    """Return the proposals on the source's side of a minimum cut, or none when all are served."""
    proposals = [key for key, need in demand.needs.items() if need]
    numbers = {("p", key): 1 + at for at, key in enumerate(proposals)}
    first = 1 + len(proposals)
    numbers |= {("j", juror.key): first + at for at, juror in enumerate(panel.jurors)}
    sink = first + len(panel.jurors)
    edges = [(0, numbers["p", key], demand.needs[key]) for key in proposals]
    edges += [(numbers["p", key], sink, new) for key in proposals if new]
    edges += [
        (numbers["p", key], numbers["j", juror], 1)
        for juror, key in sorted(demand.allowed)
        if demand.needs[key]
    ]
    edges += [(numbers["j", juror.key], sink, panel.rooms[juror.key]) for juror in panel.jurors]
    tails, heads, sizes = np.array(edges, dtype=np.int32).reshape(-1, 3).T
    graph = csr_array((sizes, (tails, heads)), shape=(sink + 1, sink + 1), dtype=np.int32)
    flow = maximum_flow(graph, 0, sink)
    if flow.flow_value == sum(demand.needs.values()):
        return frozenset()
    residual = csr_array(graph - flow.flow)
    residual.eliminate_zeros()
    reached = set(breadth_first_order(residual, 0, return_predecessors=False).tolist())
    return frozenset(key for key in proposals if numbers["p", key] in reached)
