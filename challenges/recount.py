"""Recount the result of a jury from its export.

Method: read the record, score and rank it again with the kernel, and compare with what was
published, row by row, in exact fractions. Cost: that of scoring and ranking.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from challenges import dossier
from challenges.canonical import canonical_json, digest
from challenges.dossier import Dossier
from challenges.export import JuryRecord, rank_record, ranking_row, read_export
from challenges.findings import Difference
from challenges.ranking import Rank
from challenges.scoring import why_excluded

TOP = 3  # proposals in a top three


@dataclass(frozen=True, slots=True)
class Recount:
    """The ranking as it was counted again, and every difference to what was published."""

    ranking: tuple[Rank, ...]
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Say whether the published result was confirmed."""
        return not self.differences


def recount(export: Mapping[str, Any]) -> Recount:
    """Return the recount of an export of any format; `ExportError` when it cannot be read."""
    if export.get("format") == dossier.FORMAT:
        return _recount_dossier(export)
    record = read_export(export)
    ranking = rank_record(record)
    differences = (
        *_compare_digest(export),
        *_check_keys(record),
        *_check_scorecards(record),
        *_compare_ranking(export, ranking),
        *_compare_shortlist(record, ranking),
        *_check_decisions(record),
    )
    return Recount(ranking, differences)


def _recount_dossier(export: Mapping[str, Any]) -> Recount:
    """Make the export again from what was given, and compare every value of it."""
    found = dossier.read_dossier(export)
    again = dossier.build_dossier(found)
    published, counted = ({**each, "digest": ""} for each in (export, again))
    differences = [*_compare_digest(export), *dossier.compare(published, counted)]
    differences += [*_check_saves(found), *_check_picks(found), *dossier.check_overrides(found)]
    for one in found.rounds:
        record = found.record(one)
        differences += [*_check_keys(record), *_check_scorecards(record)]
        differences += _compare_shortlist(record, rank_record(record))
        differences += _check_decisions(record)
    last = max(found.rounds, key=lambda one: one.position)
    return Recount(rank_record(found.record(last)), tuple(dict.fromkeys(differences)))


def _check_saves(found: Dossier) -> Iterator[Difference]:
    """Check that what counts is what its juror saved last."""
    for one in found.rounds:
        last = {(save.juror, save.proposal): save for save in sorted(one.saves, key=_age)}
        for card in one.scorecards:
            save = last.get((card.juror, card.proposal))
            if save and (save.scores, save.answers) != (card.scores, card.answers):
                names = f"the scorecard of juror {card.juror} for proposal {card.proposal}"
                message = f"{names} is not what was saved last"
                yield Difference("scorecard_not_saved", f"rounds[round {one.position}]", message)


def _check_picks(found: Dossier) -> Iterator[Difference]:
    """Check that a juror's top three holds three different proposals of their own at most."""
    for one in found.rounds:
        picks, path = one.picks or (), f"rounds[round {one.position}]"
        places = Counter((pick.juror, pick.place) for pick in picks)
        pairs = Counter((pick.juror, pick.proposal) for pick in picks)
        assigned = set(one.assignments)
        for pick in sorted(picks):
            names = f"the top-three pick of juror {pick.juror} for proposal {pick.proposal}"
            if pick.place not in range(1, TOP + 1):
                yield Difference("pick_place", path, f"{names} has the place {pick.place}")
            if places[pick.juror, pick.place] > 1 or pairs[pick.juror, pick.proposal] > 1:
                yield Difference("pick_twice", path, f"{names} stands beside another of its place")
            if (pick.juror, pick.proposal) not in assigned:
                yield Difference("pick_unassigned", path, f"{names} was not assigned")


def _age(save: dossier.Save) -> int:
    return save.version


def _compare_digest(export: Mapping[str, Any]) -> Iterator[Difference]:
    body = {key: value for key, value in export.items() if key != "digest"}
    if export.get("digest") != digest(body):
        yield Difference("digest", "digest", "the file was changed after it was written")


def _check_keys(record: JuryRecord) -> Iterator[Difference]:
    for path, keys in (("jurors", record.jurors), ("proposals", record.proposals)):
        for key in _repeated(keys):
            yield Difference("key_twice", path, f"{key} is listed twice")


def _repeated(keys: tuple[str, ...]) -> list[str]:
    return sorted(key for key, count in Counter(keys).items() if count > 1)


def _check_scorecards(record: JuryRecord) -> Iterator[Difference]:
    known = {(juror, proposal) for juror in record.jurors for proposal in record.proposals}
    assigned, conflicts = set(record.assignments), set(record.conflicts)
    for card in sorted(record.scorecards, key=lambda card: (card.proposal, card.juror)):
        pair = (card.juror, card.proposal)
        names = f"the scorecard of juror {card.juror} for proposal {card.proposal}"
        if pair not in known:
            yield Difference("scorecard_unknown", "scorecards", f"{names} names nobody listed")
        elif pair not in assigned:
            yield Difference("scorecard_unassigned", "scorecards", f"{names} was not assigned")
        elif pair in conflicts and why_excluded(card, record.criteria) is None:
            message = f"{names} counts in spite of a conflict of interest"
            yield Difference("scorecard_conflict", "scorecards", message)


def _compare_ranking(export: Mapping[str, Any], ranking: tuple[Rank, ...]) -> Iterator[Difference]:
    published = export.get("ranking")
    rows = published if isinstance(published, list) else []
    counted = {row.proposal: ranking_row(row) for row in ranking}
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        key = row.get("proposal") if isinstance(row, dict) else None
        if not isinstance(key, str) or key in found or key not in counted:
            yield Difference("row_extra", "ranking", f"published {_shown(row)}, counted no such")
        else:
            found[key] = row
    for key, row in counted.items():
        if key not in found:
            yield Difference("row_missing", "ranking", f"proposal {key} is missing")
        elif changed := sorted(
            name for name in row | found[key] if _differs(name, found[key], row)
        ):
            yield _differing_row(changed, found[key], row)
    if list(found) != [key for key in counted if key in found]:
        yield Difference("row_order", "ranking", "the rows are not in the order of the ranks")


def _differing_row(
    names: list[str], published: Mapping[str, Any], counted: Mapping[str, Any]
) -> Difference:
    parts = [
        f"{name} {_shown(published.get(name))}, counted {_shown(counted.get(name))}"
        for name in names
    ]
    message = f"proposal {counted['proposal']}: published " + "; ".join(parts)
    return Difference("row_differs", "ranking", message)


def _differs(name: str, published: Mapping[str, Any], counted: Mapping[str, Any]) -> bool:
    if name not in published or name not in counted:
        return True
    # As texts, because Python holds 1 and True for equal.
    return canonical_json(published[name]) != canonical_json(counted[name])


def _shown(value: object) -> str:
    return ascii(value)[:200]


def _compare_shortlist(record: JuryRecord, ranking: tuple[Rank, ...]) -> Iterator[Difference]:
    size = record.shortlist.size
    if size is None:
        return
    counted = {row.proposal for row in ranking if row.rank is not None and row.rank <= size}
    published = set(record.shortlist.proposals)
    for key in sorted(published - counted):
        message = f"{key} is on the shortlist, but not ranked {size} or better"
        yield Difference("shortlist_extra", "shortlist", message)
    for key in sorted(counted - published):
        message = f"{key} is ranked {size} or better, but not on the shortlist"
        yield Difference("shortlist_missing", "shortlist", message)


def _check_decisions(record: JuryRecord) -> Iterator[Difference]:
    decided = tuple(decision.proposal for decision in record.decisions)
    for key in sorted(set(decided) - set(record.proposals)):
        yield Difference("decision_unknown", "decisions", f"{key} is no proposal of the challenge")
    for key in _repeated(decided):
        yield Difference("decision_twice", "decisions", f"{key} is decided twice")
