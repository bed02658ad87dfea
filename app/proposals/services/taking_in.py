"""What a proposal takes of its organisation's applicant file."""

from datetime import datetime

from sqlalchemy import select

from app.applicants.queries import find_copy, list_attachments
from app.core.db import db
from app.proposals.models import Proposal, ProposalFile


def take_in(proposal: Proposal, at: datetime) -> None:
    """Let a proposal say what the applicant file says now, with the files that go with it."""
    proposal.applicant = find_copy(proposal.organisation_id)
    wanted = [one.file_id for one in list_attachments(proposal.organisation_id)]
    query = select(ProposalFile).where(
        ProposalFile.proposal_id == proposal.id, ProposalFile.is_standard
    )
    known = {one.file_id: one for one in db.session.scalars(query)}
    for entry in known.values():
        if entry.file_id in wanted:
            entry.removed_at = None
        elif entry.removed_at is None:
            entry.removed_at = at
    new = [file_id for file_id in wanted if file_id not in known]
    db.session.add_all(
        ProposalFile(proposal_id=proposal.id, file_id=file_id, is_standard=True, created_at=at)
        for file_id in new
    )
    db.session.flush()
