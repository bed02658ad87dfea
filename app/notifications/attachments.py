"""Files that come with a mail, made by the worker at the moment of sending."""

from app.core import mail
from app.core.content import PDF
from app.core.ids import decode_id, encode_id
from app.proposals.presentation import receipt_pdf
from app.proposals.queries import find_submission

RECEIPT = "receipt"


def receipt_of(proposal_id: int, number: int, language: str) -> str:
    """Return the name by which the receipt of a submission is attached to a mail."""
    return f"{RECEIPT}:{encode_id(proposal_id)}:{number}:{language}"


def make(name: str | None) -> tuple[mail.Attachment, ...]:
    """Return the files that a mail comes with; none if what they are made from has gone."""
    if name is None:
        return ()
    _kind, proposal, number, language = name.split(":")
    submission = find_submission(decode_id(proposal), int(number))
    if submission is None:
        return ()
    data = receipt_pdf(submission, language)
    return (mail.Attachment(f"receipt-version-{submission.number}.pdf", PDF, data),)
