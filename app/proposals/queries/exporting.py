"""What an export of a challenge's proposals is made from."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from app.core.db import db
from app.core.files import StoredFile
from app.events.policies import Fence
from app.proposals.models import Proposal, ProposalFile, Submission
from app.proposals.queries.board import hides_from, of_those
from app.proposals.queries.contents import submitted
from app.proposals.rules import as_submitted
from app.proposals.rules.packing import Packed

WITHDRAWN = "withdrawn"


def list_packed(challenge_id: int, seen: Fence, *, for_owner: bool) -> list[Packed]:
    """Return the proposals to a challenge within a fence, as they were handed in last.

    For its owner without those that were withdrawn. Nothing but plain values: what is packed
    outside of any transaction must not ask the database again.
    """
    query = submitted().add_columns(Submission.number, Submission.sha256)
    query = query.where(Proposal.challenge_id == challenge_id, *of_those(seen))
    if for_owner:
        query = query.where(Proposal.state != WITHDRAWN)
    query = query.order_by(Proposal.submitted_at, Proposal.id)
    found = []
    for number, (proposal, content, version, sha256) in enumerate(db.session.execute(query), 1):
        shown = as_submitted(proposal, content, hides=hides_from(seen, proposal.id))
        told = (shown.state, shown.submitted_at)
        found.append(Packed(number, shown.id, *told, version, sha256, content))
    return found


def stored_of(packed: Sequence[Packed]) -> dict[int, list[StoredFile]]:
    """Return the stored files of each packed proposal, those that its version froze."""
    wanted = {file["id"] for one in packed for file in one.content["files"]}
    query = (
        select(ProposalFile.proposal_id, StoredFile)
        .join(StoredFile, StoredFile.id == ProposalFile.file_id)
        .where(ProposalFile.proposal_id.in_([one.id for one in packed]))
        .where(ProposalFile.file_id.in_(wanted))
        .order_by(ProposalFile.created_at, ProposalFile.id)
    )
    found: dict[int, list[StoredFile]] = defaultdict(list)
    for proposal_id, stored in db.session.execute(query):
        found[proposal_id].append(stored)
    return found
