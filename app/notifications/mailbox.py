"""The folder of .eml files, as something to read."""

import base64
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from app.core.errors import NotFound

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-z]{13}\.eml")
USUAL = 50


@dataclass(frozen=True, kw_only=True)
class MailHead:
    """A mail as a list shows it."""

    name: str
    sent_at: datetime
    recipient: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class ReadMail:
    """A mail as a page shows it; pictures inside its HTML are data of the page."""

    head: MailHead
    sender: str
    text: str
    html: str


def list_mails(folder: Path, limit: int = USUAL, offset: int = 0) -> list[MailHead]:
    """Return mails, the newest first."""
    names = sorted(path.name for path in folder.glob("*.eml") if NAME.fullmatch(path.name))
    shown = names[::-1][offset : offset + limit]
    return [_head(name, _read(folder, name)) for name in shown]


def read_mail(folder: Path, name: str) -> ReadMail:
    """Return one mail of the folder."""
    if not NAME.fullmatch(name) or not (folder / name).is_file():
        raise NotFound
    message = _read(folder, name)
    return ReadMail(
        head=_head(name, message),
        sender=str(message["From"]),
        text=_body(message, "plain"),
        html=_with_pictures(_body(message, "html"), message),
    )


def _read(folder: Path, name: str) -> EmailMessage:
    return email.message_from_bytes((folder / name).read_bytes(), EmailMessage, policy=default)


def _head(name: str, message: EmailMessage) -> MailHead:
    return MailHead(
        name=name,
        sent_at=datetime.strptime(name[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC),
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def _with_pictures(html: str, message: EmailMessage) -> str:
    for name, data in _pictures(message):
        inline = "data:image/png;base64," + base64.b64encode(data).decode()
        html = html.replace(f"cid:{name}", inline)
    return html


def _pictures(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        if part.get_content_type() == "image/png" and part["Content-ID"]:
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                yield str(part["Content-ID"]).strip("<>"), data
