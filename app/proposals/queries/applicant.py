"""Whether an organisation's applicant file says something else than its proposals took of it."""

from app.applicants.queries import find_copy, list_attachments
from app.applicants.rules import is_changed
from app.proposals.models import Proposal
from app.proposals.queries.contents import list_files


def has_other_applicant(proposal: Proposal) -> bool:
    """Whether the applicant file, or the files that go with it, changed since it was taken."""
    if is_changed(proposal.applicant, find_copy(proposal.organisation_id)):
        return True
    taken = {one.file_id for one in list_files(proposal) if one.is_standard}
    return taken != {one.file_id for one in list_attachments(proposal.organisation_id)}
