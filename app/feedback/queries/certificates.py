"""Certificates: that of a proposal, and the one that a code belongs to."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.core.db import db
from app.core.errors import NotFound
from app.feedback.models import Certificate
from app.feedback.rules.certificates import read_code
from app.proposals.models import Proposal


def find_certificate(proposal_id: int) -> Certificate | None:
    """Return the certificate of a proposal, if it has one."""
    return db.session.scalar(_whole().where(Certificate.proposal_id == proposal_id))


def get_certificate(proposal_id: int) -> Certificate:
    """Return the certificate of a proposal; NotFound without one."""
    found = find_certificate(proposal_id)
    if found is None:
        raise NotFound
    return found


def find_by_code(text: str) -> Certificate | None:
    """Return the certificate with a code, however it was typed."""
    code = read_code(text)
    return db.session.scalar(_whole().where(Certificate.code == code)) if code else None


def _whole() -> Select[Certificate]:
    proposal = joinedload(Certificate.proposal)
    return select(Certificate).options(
        proposal.joinedload(Proposal.organisation),
        proposal.joinedload(Proposal.challenge).joinedload(Challenge.event),
    )
