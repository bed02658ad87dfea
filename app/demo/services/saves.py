"""How the scorecards of the demo came about: what was saved before, and whom jurors put first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from app.demo.services.stage import write
from app.juries.models import Assignment, Scorecard, ScorecardSave, TopPick
from app.juries.rules.judging import Judgement, Mark
from app.juries.rules.saving import TOP, content_of

MINUTES = 9  # between the first save of a scorecard and its last


def write_saves(cards: Iterable[Scorecard], duties: Mapping[int, Assignment]) -> None:
    """Write two saves for each scorecard and, for who handed in three or more, a top three."""
    rows: list[Any] = []
    handed_in: dict[tuple[int, int], list[Scorecard]] = defaultdict(list)
    for card in cards:
        rows += _saves(card)
        duty = duties[card.assignment_id]
        if card.submitted_at is not None:
            handed_in[duty.round_id, duty.juror_id].append(card)
    for (round_id, juror_id), theirs in handed_in.items():
        if len(theirs) >= TOP:
            ids = {"round_id": round_id, "juror_id": juror_id}
            rows += _picks(theirs, duties, ids)
    write(rows)


def _saves(card: Scorecard) -> list[ScorecardSave]:
    """Return the last save of a scorecard, and one before it with the first level one lower."""
    marks = {score.key: Mark(score.value, score.comment) for score in card.scores}
    words = (card.comment, card.comment_to_proposer)
    first = next(iter(marks))
    before = max((marks[first].value or 0) - 1, 0)
    drafts = [
        (card.version - 1, {**marks, first: Mark(before, marks[first].comment)}, ("", ""), MINUTES),
        (card.version, marks, words, 0),
    ]
    return [
        ScorecardSave(
            assignment_id=card.assignment_id,
            version=version,
            is_submitted=minutes == 0 and card.submitted_at is not None,
            content=content_of(Judgement(given, *said)),
            saved_at=card.saved_at - timedelta(minutes=minutes),
        )
        for version, given, said, minutes in drafts
    ]


def _picks(
    cards: list[Scorecard], duties: Mapping[int, Assignment], ids: dict[str, int]
) -> list[TopPick]:
    best = sorted(cards, key=lambda card: (-sum(one.value or 0 for one in card.scores), card.id))
    return [
        TopPick(
            proposal_id=duties[card.assignment_id].proposal_id,
            place=place,
            picked_at=card.saved_at,
            **ids,
        )
        for place, card in enumerate(best[:TOP], start=1)
    ]
