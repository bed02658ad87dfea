"""A dossier as plain JSON values: what was given, what follows from it, and seals for both.

Method: lists are sorted by their keys, results are worked out here, every scorecard, save,
criterion and override has a digest in a register, and the file has one over all. So a value that
is changed, dropped or added afterwards is found and named, whichever half was touched.
"""

from typing import Any

from challenges import VERSION
from challenges.analysis import marks_of
from challenges.calibration import calibrate
from challenges.canonical import digest, to_plain
from challenges.dossier.model import Dossier, Round
from challenges.export import JuryRecord, Keys, rank_record, ranking_row, score_record
from challenges.scoring import Pick, ProposalScore

FORMAT = 2


def build_dossier(dossier: Dossier) -> dict[str, Any]:
    """Return the export of a dossier with its results, register and digest, in a fixed order."""
    body = {
        "format": FORMAT,
        "kernel_version": VERSION,
        "challenge": {"id": dossier.challenge_id, "title": dossier.title},
        "names": dossier.names,
        "panel": sorted(dossier.seats),
        "conflicts": sorted(dossier.conflicts),
        "withdrawn_conflicts": sorted(dossier.withdrawn),
        "rounds": [
            _round(dossier, one) for one in sorted(dossier.rounds, key=lambda each: each.position)
        ],
        "shortlist": {
            "size": dossier.shortlist.size,
            "proposals": sorted(dossier.shortlist.proposals),
        },
        "decisions": sorted(dossier.decisions),
        "overrides": (overrides := sorted(dossier.overrides, key=lambda one: one.override)),
        "register": {
            "overrides": [
                {"override": one.override, "proposal": one.proposal, "digest": digest(one)}
                for one in overrides
            ]
        },
    }
    plain = to_plain({**body, "digest": digest(body)})
    return plain if isinstance(plain, dict) else {}


def _round(dossier: Dossier, one: Round) -> dict[str, Any]:
    record = dossier.record(one)
    scores = score_record(record)
    return {
        "position": one.position,
        "name": one.name,
        "kind": one.kind,
        "blindness": one.blindness,
        "proposals": sorted(one.proposals),
        "rubrics": sorted(one.rubrics, key=lambda each: each.version),
        "assignments": [_pair(pair) for pair in sorted(one.assignments)],
        "scorecards": sorted(one.scorecards, key=lambda card: (card.proposal, card.juror)),
        "saves": sorted(one.saves, key=lambda save: (save.proposal, save.juror, save.version)),
        **({} if one.picks is None else {"picks": sorted(one.picks)}),
        "ranking": _ranking(one, record, scores),
        "calibration": calibrate(marks_of(scores)),
        "register": register(one),
    }


def _ranking(
    one: Round, record: JuryRecord, scores: tuple[ProposalScore, ...]
) -> list[dict[str, Any]]:
    """Return the ranking, each row with what every juror's scorecard came to."""
    by_key = {score.proposal: score for score in scores}
    return [
        {
            **ranking_row(row),
            **({} if one.picks is None else {"top_threes": by_key[row.proposal].picks}),
            "marks": [
                {"juror": card.juror, "mark": card.score.value}
                for card in by_key[row.proposal].cards
            ],
            "left_out": [
                {"juror": card.juror, "code": card.code} for card in by_key[row.proposal].excluded
            ],
        }
        for row in rank_record(record)
    ]


def register(one: Round) -> dict[str, Any]:
    """Return a digest for everything that a round's result was made from."""
    return {
        "criteria": [
            {"version": each.version, "criterion": criterion.key, "digest": digest(criterion)}
            for each in sorted(one.rubrics, key=lambda each: each.version)
            for criterion in each.content.criteria
        ],
        "scorecards": [
            {"juror": card.juror, "proposal": card.proposal, "digest": digest(card)}
            for card in sorted(one.scorecards, key=lambda card: (card.proposal, card.juror))
        ],
        "saves": [
            {
                "juror": save.juror,
                "proposal": save.proposal,
                "version": save.version,
                "digest": digest(save),
            }
            for save in sorted(one.saves, key=lambda s: (s.proposal, s.juror, s.version))
        ],
        **({} if one.picks is None else {"picks": _seals(one.picks)}),
    }


def _seals(picks: tuple[Pick, ...]) -> list[dict[str, str]]:
    return [
        {"juror": pick.juror, "proposal": pick.proposal, "digest": digest(pick)}
        for pick in sorted(picks)
    ]


def _pair(pair: Keys) -> dict[str, str]:
    return {"juror": pair[0], "proposal": pair[1]}
