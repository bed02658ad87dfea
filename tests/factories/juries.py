"""Jurors, assignments and scorecards for tests."""

from collections.abc import Sequence
from typing import Any

from app.challenges.models import Challenge
from app.core import clock
from app.core.content import PDF
from app.core.db import db
from app.core.files import store_bytes
from app.core.uow import in_unit_of_work
from app.events.models import Event
from app.identity.models import Person
from app.juries.models import (
    Assignment,
    AssignmentDraft,
    BlindFile,
    ConflictOfInterest,
    ConflictSuggestion,
    JudgingRound,
    Juror,
    Redaction,
    Score,
    Scorecard,
    ScorecardSave,
    TopPick,
    WithdrawnConflict,
)
from app.juries.services.rounds import ensure_first_round
from app.proposals.models import Proposal, ProposalFile
from tests.factories import saved
from tests.factories.identity import make_person


def make_juror(event: Event, **values: Any) -> Juror:
    """Put a person on the panel of an event; a new person unless one is given."""
    person_id = values.pop("person_id", None) or make_person().id
    return saved(lambda: Juror(event_id=event.id, person_id=person_id, **values))


def make_assignment(juror: Juror, proposal: Proposal) -> Assignment:
    """Give a juror a proposal to judge."""
    round_id = make_round(proposal.challenge).id
    return saved(lambda: Assignment(round_id=round_id, juror_id=juror.id, proposal_id=proposal.id))


def make_suggestion(juror: Juror, proposal: Proposal, **values: Any) -> ConflictSuggestion:
    """Ask about a juror and a proposal; open unless told otherwise."""
    about = {"juror_id": juror.id, "proposal_id": proposal.id}
    found = {"sign": "past_employer", "evidence": "name"} | values
    return saved(lambda: ConflictSuggestion(**about, **found))


def make_conflict(juror: Juror, proposal: Proposal, **values: Any) -> ConflictOfInterest:
    """Enter a conflict as its juror declared it, unless told otherwise."""
    about = {"juror_id": juror.id, "proposal_id": proposal.id}
    said = {"kind": "family", "source": "juror", "declared_by_id": juror.person_id}
    return saved(lambda: ConflictOfInterest(**about, **(said | values)))


def make_withdrawn(
    juror: Juror, proposal: Proposal, by: Person, **values: Any
) -> WithdrawnConflict:
    """Make the record of a conflict that its juror declared and an organiser took back."""
    about = {"juror_id": juror.id, "proposal_id": proposal.id, "withdrawn_by_id": by.id}
    said: dict[str, Any] = {"kind": "family", "source": "juror", "reason": ""}
    said |= {"grounds": "Namesakes.", "declared_at": clock.now(), "declared_by_id": juror.person_id}
    return saved(lambda: WithdrawnConflict(**about, **(said | values)))


def make_redaction(proposal: Proposal, passage: str, part: str = "summary") -> Redaction:
    """Mark a passage of a proposal that blind jurors do not read."""
    said = {"part": part, "passage": passage, "version": proposal.version}
    ids = {"proposal_id": proposal.id, "made_by_id": proposal.created_by_id}
    return saved(lambda: Redaction(**said, **ids))


def make_blind_file(proposal_id: int) -> BlindFile:
    """Add a file to a proposal, with the copy that blind jurors get."""

    def make() -> BlindFile:
        files = [store_bytes(b"kept", name, PDF) for name in ("ours.pdf", "document-1.pdf")]
        db.session.flush()
        original = ProposalFile(proposal_id=proposal_id, file_id=files[0].id)
        db.session.add(original)
        db.session.flush()
        ids = {"proposal_file_id": original.id, "file_id": files[1].id}
        return BlindFile(number=1, state="ready", **ids)

    return saved(make)


def make_round(challenge: Challenge) -> JudgingRound:
    """Return the first round of a challenge, with the rubric of its brief."""
    return in_unit_of_work(lambda: ensure_first_round(challenge))


def make_saved(assignment: Assignment, text: str) -> int:
    """Keep a first save of a scorecard and the proposal as the juror's first; return the round."""
    content = {"marks": {}, "answers": {}, "comment": text, "comment_to_proposer": ""}
    card = {"assignment_id": assignment.id, "version": 1, "is_submitted": False}
    saved(lambda: ScorecardSave(content=content, **card))
    ids = {"round_id": assignment.round_id, "juror_id": assignment.juror_id}
    saved(lambda: TopPick(proposal_id=assignment.proposal_id, place=1, **ids))
    return assignment.round_id


def make_scorecard(assignment: Assignment, *values: int) -> Scorecard:
    """Make a submitted scorecard with these levels, in the order of the criteria."""
    keys = [criterion.key for criterion in assignment.proposal.challenge.criteria]
    card = Scorecard(
        assignment_id=assignment.id,
        rubric_id=assignment.round.rubric.id,
        submitted_at=clock.now(),
        comment="Seen.",
    )
    for key, value in zip(keys, values, strict=True):
        card.scores.append(Score(key=key, value=value, comment="Because."))
    return saved(lambda: card)


def make_draft(event: Event, added: Sequence[tuple[int, int]] = ()) -> AssignmentDraft:
    """Make an assignment that waits for a yes, and would give jurors something new."""
    outcome = {
        "is_feasible": True,
        "is_optimal": True,
        "pairs": len(added),
        "kept": 0,
        "max_load": 1,
        "fit": 0,
        "fit_bound": 0,
        "floor": 0,
        "floor_bound": 0,
        "groups": 1,
        "reasons": [],
    }
    return saved(
        lambda: AssignmentDraft(
            event_id=event.id,
            terms={"per_proposal": 3, "is_anew": True},
            seed=1,
            question="0" * 64,
            digest="0" * 64,
            outcome=outcome,
            before=[],
            pairs=[list(pair) for pair in added],
        )
    )
