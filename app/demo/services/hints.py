"""What may tie jurors of the open event to proposals: one asked about, one dismissed."""

from datetime import timedelta

from app.demo.services.stage import Book, Stage, write
from app.juries.models import ConflictSuggestion
from app.juries.queries import hints
from app.juries.rules.hints import SuggestionState, find_hints

DISMISSED = "Brandt"
WHY = "A board seat for five months in 2013; no shares, and nobody there from that time."
FOUND = timedelta(days=7)  # before today
LOOKED_INTO = timedelta(days=6)


def write_hints(stage: Stage, book: Book) -> None:
    """Write what the records speak of, and what the lead found out about one of them."""
    jurors = hints.juror_ties(book.event.id)
    proposals = hints.proposal_ties([call.challenge.id for call in book.calls])
    settled = book.jurors[DISMISSED].id
    answer = {
        "state": SuggestionState.DISMISSED,
        "reason": WHY,
        "answered_at": stage.now - LOOKED_INTO,
        "answered_by_id": stage.lead().id,
    }
    write(
        ConflictSuggestion(
            id=stage.ids.new(),
            juror_id=one.juror_id,
            proposal_id=one.proposal_id,
            sign=one.sign,
            evidence=one.evidence,
            found_at=stage.now - FOUND,
            **(answer if one.juror_id == settled else {}),
        )
        for one in find_hints(jurors, proposals, hints.records_of(jurors, proposals))
    )
