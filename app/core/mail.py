"""Mail: to a folder of .eml files by default, by SMTP when an address is set; never both.

The one importer of smtplib. Called outside of any transaction: a mail server may take its time.
"""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app

from app.core import clock
from app.core.ids import encode_id

TIMEOUT = 20.0  # seconds for each answer of the mail server
PERMANENT = 500  # a server's answers from here on will not change


class MailError(Exception):
    """A mail could not be handed over now; trying again may help."""


class MailRefusedError(MailError):
    """A mail will never be taken: its address or its content is wrong."""


@dataclass(frozen=True)
class Picture:
    """A PNG inside a mail; its HTML shows it as `cid:` and the name."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Attachment:
    """A file that comes with a mail."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail to one recipient; the id makes its Message-ID, the same whenever it is sent."""

    id: int
    recipient: str
    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def send(mail: Mail) -> None:
    """Hand a mail over, to the mail server if one is set, else to the folder."""
    message = compose(mail, current_app.config["MAIL_FROM"])
    url = current_app.config["SMTP_URL"]
    if url:
        _send_by_smtp(message, urlsplit(url))
    else:
        _write(message, current_app.config["MAIL_FOLDER"], mail.id)


def list_written(mail_id: int) -> list[Path]:
    """Return the files of a mail in the folder that mails go to without a server."""
    folder: Path = current_app.config["MAIL_FOLDER"]
    return sorted(folder.glob(f"*-{encode_id(mail_id)}.eml"))


def compose(mail: Mail, sender: str) -> EmailMessage:
    """Return the mail as a message; MailRefusedError when an address or the subject is unsound."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    domain = address.rpartition("@")[2]
    try:
        message["From"] = Address(name, addr_spec=address)
        message["To"] = Address(addr_spec=_sound(mail.recipient))
        message["Subject"] = _sound(mail.subject)
    except (ValueError, IndexError, MessageError) as error:
        raise MailRefusedError(str(error)) from error
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{encode_id(mail.id)}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    for picture in mail.pictures:
        _html_part(message).add_related(
            picture.data,
            maintype="image",
            subtype="png",
            cid=f"<{picture.name}>",
            filename=f"{picture.name}.png",
            disposition="inline",
        )
    for file in mail.attachments:
        kind, _, subtype = file.content_type.partition("/")
        message.add_attachment(file.data, maintype=kind, subtype=subtype, filename=file.name)
    return message


def _sound(value: str) -> str:
    """Return a header's value, refused if it could begin another header."""
    if any(not letter.isprintable() for letter in value):
        raise ValueError("a control character in a header")
    return value


def _html_part(message: EmailMessage) -> EmailMessage:
    part = message.get_body(preferencelist=("related", "html"))
    if not isinstance(part, EmailMessage):
        raise TypeError("a mail without HTML cannot hold a picture")
    return part


def _write(message: EmailMessage, folder: Path, mail_id: int) -> None:
    """Write the mail as a file that is there as a whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{clock.now():%Y%m%dT%H%M%S%f}-{encode_id(mail_id)}.eml"
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(message.as_bytes())
    unfinished.replace(path)


def _send_by_smtp(message: EmailMessage, url: SplitResult) -> None:
    try:
        with _server(url) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        kind = MailRefusedError if min(codes) >= PERMANENT else MailError
        raise kind(_describe(error)) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        kind = MailRefusedError if error.smtp_code >= PERMANENT else MailError
        raise kind(_describe(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(_describe(error)) from error


@contextlib.contextmanager
def _server(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """Connect: `smtps` encrypts from the start, `smtp` as soon as the server offers it."""
    context = ssl.create_default_context()
    host = url.hostname or "localhost"
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, url.port or 587, timeout=TIMEOUT)
    with server:
        server.ehlo()
        if url.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif url.scheme != "smtps" and url.password:
            raise MailError("the mail server offers no encryption, so the password was not sent")
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
