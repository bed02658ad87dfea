"""What was decided otherwise than the ranking, and whether two people stand for it.

Method: of every two proposals of which one went ahead and a better-ranked one was not selected, a
signed override of either must name the other; so must one of whatever went ahead although it misses
what the rubric asks. Two are compared in the last round that judged both. Cost: that of ranking
each round, and the square of the number of proposals.
"""

from collections.abc import Iterator
from itertools import product

from challenges.dossier.model import Dossier, Override, Round
from challenges.export import rank_record
from challenges.findings import Difference
from challenges.rubric import shortfalls
from challenges.scoring import score_proposals

AHEAD = ("selected", "shortlisted")


def check_overrides(found: Dossier) -> Iterator[Difference]:
    """Return what is wrong with overrides, and each decision that departs without one."""
    known = {key for one in found.rounds for key in one.proposals}
    for one in sorted(found.overrides, key=lambda each: each.override):
        if one.proposal not in known:
            yield _said("override_unknown", f"{_named(one)} is about none that was judged")
        if one.signed_by == one.asked_by:
            yield _said("override_one_person", f"{_named(one)} was asked for and signed by one")
        if (one.signed_by is None) != (one.signed_at is None):
            yield _said("override_half_signed", f"{_named(one)} says half of who signed it when")
        if one.signed_by is not None and one.withdrawn_at is not None:
            yield _said("override_two_ends", f"{_named(one)} was both signed and withdrawn")
    yield from _check_order(found)
    yield from _check_thresholds(found)


def _check_order(found: Dossier) -> Iterator[Difference]:
    outcomes = {one.proposal: one.outcome for one in found.decisions}
    shortlist = set(found.shortlist.proposals)
    places = [(one, _places(found, one)) for one in _last_first(found)]
    left = sorted(key for key, outcome in outcomes.items() if outcome == "not_selected")
    for ahead, other in product(sorted({*outcomes, *shortlist}), left):
        if outcomes.get(ahead) != "selected" and not (
            ahead in shortlist and other not in shortlist
        ):
            continue
        ranks = next((each for _, each in places if ahead in each and other in each), {})
        if _is_better(ranks.get(other), ranks.get(ahead)) and not _is_signed(found, ahead, other):
            message = f"{ahead} went ahead of {other}, which is ranked better, and nobody signed it"
            yield _said("decision_departs", message, "decisions")


def _check_thresholds(found: Dossier) -> Iterator[Difference]:
    short: dict[str, bool] = {}
    for one in _last_first(found):
        for key, falls_short in _shortfalls(found, one).items():
            short.setdefault(key, falls_short)
    for key in sorted(one.proposal for one in found.decisions if one.outcome == "selected"):
        if short.get(key) and not any(
            one.proposal == key and one.outcome in AHEAD and one.falls_short
            for one in _signed(found)
        ):
            message = f"{key} went ahead although it misses what was asked, and nobody signed it"
            yield _said("decision_falls_short", message, "decisions")


def _is_signed(found: Dossier, ahead: str, other: str) -> bool:
    """Whether two people stand for the order of two proposals, whichever was decided last."""
    return any(
        (one.proposal == ahead and one.outcome in AHEAD and other in one.passed)
        or (one.proposal == other and one.outcome == "not_selected" and ahead in one.passed)
        for one in _signed(found)
    )


def _signed(found: Dossier) -> list[Override]:
    return [one for one in found.overrides if one.signed_by not in {None, one.asked_by}]


def _last_first(found: Dossier) -> list[Round]:
    return sorted(found.rounds, key=lambda one: one.position, reverse=True)


def _places(found: Dossier, one: Round) -> dict[str, int | None]:
    return {row.proposal: row.rank for row in rank_record(found.record(one))}


def _is_better(one: int | None, other: int | None) -> bool:
    return one is not None and (other is None or one < other)


def _shortfalls(found: Dossier, one: Round) -> dict[str, bool]:
    record = found.record(one)
    scores = score_proposals(record.proposals, record.scorecards, record.criteria)
    cards = {
        key: [card for card in one.scorecards if card.proposal == key] for key in one.proposals
    }
    return {s.proposal: bool(shortfalls(s, cards[s.proposal], one.rubric)) for s in scores}


def _named(one: Override) -> str:
    return f"the override {one.override} of proposal {one.proposal}"


def _said(code: str, message: str, path: str = "overrides") -> Difference:
    return Difference(code, path, message)
