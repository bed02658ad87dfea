"""The worker's part: letters and certificates on paper, in the language of who handed in."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, exists, select

from app.core.db import db
from app.core.facts import subscribe
from app.core.papers import Paper, Printed, ask_paper, asks_for_missing, prints
from app.feedback.facts import CertificateIssued
from app.feedback.models import Certificate, FeedbackLetter
from app.feedback.presentation import certificate_pdf, letter_pdf
from app.feedback.queries.papers import CERTIFICATE, LETTER
from app.juries.facts import OutcomesPublished
from app.proposals.models import Proposal
from config import LANGUAGES


@subscribe(OutcomesPublished)
def print_letters(fact: OutcomesPublished) -> None:
    """Ask for the letters that went out together."""
    query = select(FeedbackLetter).where(FeedbackLetter.proposal_id.in_(fact.proposal_ids))
    _ask_letters(db.session.scalars(query.where(FeedbackLetter.told_at.is_not(None))))


@subscribe(CertificateIssued)
def print_certificate(fact: CertificateIssued) -> None:
    """Ask for a certificate."""
    _ask_certificates([db.session.get_one(Certificate, fact.certificate_id)])


@asks_for_missing
def print_what_is_missing() -> None:
    """Ask for letters and certificates that were never printed."""
    told = select(FeedbackLetter).where(FeedbackLetter.told_at.is_not(None))
    _ask_letters(db.session.scalars(_unprinted(told, LETTER, FeedbackLetter)))
    _ask_certificates(db.session.scalars(_unprinted(select(Certificate), CERTIFICATE, Certificate)))


def _unprinted(query: Select[Any], kind: str, row: Any) -> Select[Any]:
    return query.where(~exists().where(Paper.kind == kind, Paper.thing_id == row.id))


def _ask_letters(letters: Iterable[FeedbackLetter]) -> None:
    for one in letters:
        told_at = one.told_at.isoformat() if one.told_at else ""
        ask_paper(LETTER, one.id, {"told_at": told_at}, language=_language(one.proposal))


def _ask_certificates(certificates: Iterable[Certificate]) -> None:
    for one in certificates:
        ask_paper(CERTIFICATE, one.id, {"code": one.code}, language=_language(one.proposal))


def _language(proposal: Proposal) -> str:
    chosen = proposal.created_by.language
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


@prints(LETTER)
def print_letter(paper: Paper) -> Printed:
    """Print the letter about a proposal."""
    letter = db.session.get_one(FeedbackLetter, paper.thing_id)
    return Printed(letter_pdf(letter, paper.language), "feedback.pdf")


@prints(CERTIFICATE)
def print_certificate_edition(paper: Paper) -> Printed:
    """Print the certificate of a proposal."""
    certificate = db.session.get_one(Certificate, paper.thing_id)
    return Printed(certificate_pdf(certificate, paper.language), "certificate.pdf")
