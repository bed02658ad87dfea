"""Letters and certificates on paper: the editions that were made of each."""

from collections.abc import Sequence

from app.core.papers import Paper, list_papers
from app.feedback.models import Certificate, FeedbackLetter

LETTER = "letter"
CERTIFICATE = "certificate"


def letter_papers(letter: FeedbackLetter) -> Sequence[Paper]:
    """Return the editions of a letter, the latest first."""
    return list_papers(LETTER, letter.id)


def certificate_papers(certificate: Certificate) -> Sequence[Paper]:
    """Return the editions of a certificate, the latest first."""
    return list_papers(CERTIFICATE, certificate.id)
