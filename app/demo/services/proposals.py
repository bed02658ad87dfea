"""Proposals with their versions and files; receipts carry the hashes of the real rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from app.core.files import StoredFile, store_checked
from app.demo.rules.chance import chance
from app.demo.rules.script import ProposalRow, proposals
from app.demo.services.consortia import write_partners
from app.demo.services.one_pagers import WITH_FILE
from app.demo.services.stage import Bid, Call, Stage, write
from app.proposals.models import Proposal, ProposalFile, Submission
from app.proposals.rules import content_digest, content_of

STATES = {
    "draft": "draft",
    "submitted": "submitted",
    "withdrawn": "withdrawn",
    "ineligible": "ineligible",
    "eligible": "eligible",
    "evaluated": "not_selected",
    "shortlisted": "not_selected",
    "selected": "selected",
}
TEXTS = ("title", "trl", "partners", "partner_countries", "has_research_partner")
UNSCREENED = frozenset({"draft", "submitted", "withdrawn"})
LAST_DAY = timedelta(hours=30)
SCREENED = timedelta(days=1, hours=2)  # after the deadline
UPLOADED = timedelta(minutes=4)  # before handing in


@dataclass(frozen=True)
class Timing:
    """When a proposal was begun and handed in, first and finally."""

    begun: datetime
    first: datetime
    final: datetime


def write_proposals(stage: Stage, calls: Iterable[Call]) -> None:
    """Write every proposal to some challenges."""
    for call in calls:
        call.bids = [Bid(row, _proposal(stage, call, row)) for row in proposals(call.row.key)]
        write(bid.proposal for bid in call.bids)
        for bid in call.bids:
            write_partners(stage, bid)
        write(row for bid in call.bids for row in _versions(stage, call, bid))


def _timing(stage: Stage, call: Call, row: ProposalRow) -> Timing:
    """Draw the times: many hand in on the last day, and nobody after now."""
    dice = chance(f"timing {row.challenge} {row.organisation}")
    opens, closes = call.challenge.opens_at, call.challenge.closes_at
    if opens is None or closes is None:
        raise ValueError("a call without dates: " + row.challenge)
    end = min(closes, stage.now) - timedelta(minutes=dice.randrange(9, 200))
    begun = opens + (end - opens) * dice.uniform(0.1, 0.6)
    is_late = dice.random() < 0.4  # noqa: PLR2004 - two in five wait for the last day
    final = end - LAST_DAY * dice.random() if is_late else begun + (end - begun) * dice.random()
    final = max(final, begun + timedelta(hours=1))
    return Timing(begun, begun + (final - begun) * dice.uniform(0.4, 0.9), final)


def _proposal(stage: Stage, call: Call, row: ProposalRow) -> Proposal:
    timing = _timing(stage, call, row)
    is_draft = row.fate == "draft"
    keys = [question.key for question in call.challenge.questions]
    return Proposal(
        id=stage.ids.new(),
        challenge_id=call.challenge.id,
        organisation_id=stage.organisations[row.organisation].id,
        created_by_id=stage.contacts[row.organisation].id,
        state=STATES[row.fate],
        title=row.title,
        summary=row.summary,
        answers=dict(zip(keys, row.answers, strict=False)),
        trl=row.trl,
        partners=row.partners,
        partner_countries=row.partner_countries,
        applicant=_copy_for(stage, row)[0],
        has_research_partner=row.research,
        owner_link="" if is_draft else "yes" if row.linked else "no",
        owner_link_how=row.linked,
        version=3 if is_draft else 5,
        created_at=timing.begun,
        saved_at=timing.first if is_draft else timing.final,
        submitted_at=None if is_draft else timing.final,
        state_reason=row.reason,
        first_reply_at=_first_reply(stage, call, row),
    )


def _copy_for(stage: Stage, row: ProposalRow) -> tuple[dict[str, Any] | None, list[StoredFile]]:
    """Return what a proposal took of the applicant file, which proposals of before had none of."""
    return stage.applicants.get(stage.organisations[row.organisation].id, (None, []))


def _first_reply(stage: Stage, call: Call, row: ProposalRow) -> datetime | None:
    """Return when a proposal was screened; what is only handed in or taken back never was."""
    closes_at = call.challenge.closes_at
    if row.fate in UNSCREENED or closes_at is None or closes_at + SCREENED > stage.now:
        return None
    return closes_at + SCREENED


def _versions(stage: Stage, call: Call, bid: Bid) -> Iterator[Submission | ProposalFile]:
    """Return what was handed in; those with a file handed in a first version without it."""
    decks = _copy_for(stage, bid.row)[1]
    yield from (_standard(stage, bid, deck) for deck in decks)
    if bid.proposal.submitted_at is None:
        return
    timing = _timing(stage, call, bid.row)
    if bid.row.fate not in WITH_FILE:
        yield _submission(stage, call, bid, (1, timing.final), decks)
        return
    stored = _store_file(stage, bid, timing.final)
    yield ProposalFile(
        id=stage.ids.new(),
        proposal_id=bid.proposal.id,
        file_id=stored.id,
        created_at=stored.created_at,
    )
    yield _submission(stage, call, bid, (1, timing.first), decks, summary=_first_sentence(bid.row))
    yield _submission(stage, call, bid, (2, timing.final), [*decks, stored])


def _standard(stage: Stage, bid: Bid, deck: StoredFile) -> ProposalFile:
    ids = {"proposal_id": bid.proposal.id, "file_id": deck.id}
    at = bid.proposal.created_at
    return ProposalFile(id=stage.ids.new(), is_standard=True, created_at=at, **ids)


def _first_sentence(row: ProposalRow) -> str:
    return row.summary.partition(". ")[0].rstrip(".") + "."


def _submission(
    stage: Stage,
    call: Call,
    bid: Bid,
    version: tuple[int, datetime],
    files: list[StoredFile],
    **earlier: str,
) -> Submission:
    number, at = version
    organisation = stage.organisations[bid.row.organisation]
    said = SimpleNamespace(**{**_said(bid.proposal), "organisation": organisation, **earlier})
    content = content_of(said, call.challenge.questions, files)
    return Submission(
        id=stage.ids.new(),
        proposal_id=bid.proposal.id,
        number=number,
        submitted_at=at,
        submitted_by_id=bid.proposal.created_by_id,
        content=content,
        sha256=content_digest(content),
    )


def _said(proposal: Proposal) -> dict[str, Any]:
    names = (
        "id",
        "challenge_id",
        "summary",
        "answers",
        "applicant",
        "consortium",
        "owner_link",
        "owner_link_how",
        "video",
        *TEXTS,
    )
    return {name: getattr(proposal, name) for name in names}


def _store_file(stage: Stage, bid: Bid, at: datetime) -> StoredFile:
    stored = store_checked(stage.one_pagers[bid.row.challenge, bid.row.organisation])
    stored.created_at = at - UPLOADED
    write([stored])
    return stored
