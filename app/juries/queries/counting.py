"""Scores and ranks of a round, worked out once for each state of its scorecards.

They are kept in the process under what they were made from, so they cannot be stale.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from challenges.export import JuryRecord, score_record
from challenges.ranking import Rank, rank
from challenges.scoring import ProposalScore

KEPT = 128  # answers that a process keeps


@dataclass(frozen=True)
class State:
    """A record, equal to another when the same scorecards are judged by the same rules."""

    key: tuple[Any, ...]
    record: JuryRecord = field(compare=False)


def state_of(record: JuryRecord) -> State:
    """Return what scores and ranks of a record follow from."""
    cards = frozenset(
        (one.proposal, one.juror, one.recused, one.submitted, one.trainee, *one.scores.items())
        for one in record.scorecards
    )
    rules = (record.criteria, record.tie_rules)
    given = (cards, len(record.scorecards), frozenset(record.proposals), frozenset(record.picks))
    return State((*given, *rules), record)


@lru_cache(maxsize=KEPT)
def count(state: State) -> tuple[tuple[ProposalScore, ...], tuple[Rank, ...]]:
    """Return scores and ranks."""
    record = state.record
    scores = score_record(record)
    return scores, rank(scores, record.criteria, record.tie_rules)
