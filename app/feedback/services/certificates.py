"""Certificates: issued to the selected and the shortlisted when everybody is told."""

from app.core.db import db
from app.core.facts import record
from app.core.ids import new_id
from app.feedback.facts import CertificateIssued
from app.feedback.models import Certificate
from app.feedback.rules.certificates import CertificateKind, new_code
from app.juries.queries.progress import once_shortlisted
from app.juries.rules.judging import Outcome
from app.juries.services.deciding import Telling


def issue_certificates(telling: Telling) -> None:
    """Give each proposal that was selected, or was on the shortlist, a certificate."""
    shortlisted = once_shortlisted(telling.challenge.event)
    for decision in telling.decisions:
        if decision.outcome == Outcome.SELECTED:
            _issue(telling, decision.proposal_id, CertificateKind.SELECTED)
        elif decision.proposal_id in shortlisted:
            _issue(telling, decision.proposal_id, CertificateKind.SHORTLISTED)


def _issue(telling: Telling, proposal_id: int, kind: CertificateKind) -> None:
    certificate = Certificate(
        id=new_id(), proposal_id=proposal_id, kind=kind, code=new_code(), issued_at=telling.at
    )
    db.session.add(certificate)
    record(
        CertificateIssued(
            actor_id=telling.actor.person_id,
            event_id=telling.challenge.event_id,
            challenge_id=telling.challenge.id,
            proposal_id=proposal_id,
            certificate_id=certificate.id,
            kind=kind,
        )
    )
