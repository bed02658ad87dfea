"""The mails that were written to the folder, as their readers get them."""

import email
import re
from email import policy
from email.message import EmailMessage
from pathlib import Path

from flask import current_app

from tests.worker import run_jobs


def mails_to(folder: Path, address: str) -> list[EmailMessage]:
    """Return the mails to an address, the oldest first."""
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [mail for mail in mails if address in mail["To"]]


def link_in(mail: EmailMessage, part: str) -> str:
    """Return the link of a mail whose address holds this part."""
    text = mail.get_body(("plain",))
    assert text is not None
    return next(link for link in re.findall(r"https?://\S+", text.get_content()) if part in link)


def has_picture(mail: EmailMessage) -> bool:
    """Whether the mail carries a picture, such as the QR code of a ticket."""
    return any(part.get_content_maintype() == "image" for part in mail.walk())


def confirmation_of(address: str) -> str:
    """Let the worker write its mails, and return the link that proves an address at sign-up."""
    run_jobs()
    return link_in(mails_to(current_app.config["MAIL_FOLDER"], address)[-1], "/sign-up/confirm/")
