"""Mail: sound messages, to a folder by default and to a server by setting."""

import email
from email.policy import default

import pytest

from app.core import mail
from app.core.mail import Mail, MailError, MailRefusedError, Picture
from tests.app.core.smtp_server import SmtpServer

PNG = b"\x89PNG\r\n\x1a\n"


def make_mail(**values) -> Mail:
    start = {
        "id": 7,
        "recipient": "żaneta@example.org".replace("ż", "z"),
        "subject": "Ihr Ticket für Łódź",
        "text": "Hello\n\nŻaneta",
        "html": "<p>Żaneta <img src='cid:code'></p>",
    }
    return Mail(**(start | values))


@pytest.fixture
def folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "MAIL_FOLDER", tmp_path)
    monkeypatch.setitem(app.config, "SMTP_URL", "")
    return tmp_path


@pytest.fixture
def server(app, monkeypatch):
    listening = SmtpServer()
    monkeypatch.setitem(app.config, "SMTP_URL", listening.url)
    yield listening
    listening.close()


def read(data: bytes):
    return email.message_from_bytes(data, policy=default)


def test_a_mail_is_written_to_the_folder_as_a_whole(folder):
    mail.send(make_mail(pictures=(Picture("code", PNG),)))
    (path,) = folder.iterdir()
    assert path.name.endswith("-0000000000007.eml")
    message = read(path.read_bytes())
    headers = {name: str(message[name]) for name in ("To", "Subject", "Message-ID")}
    assert headers == {
        "To": "zaneta@example.org",
        "Subject": "Ihr Ticket für Łódź",
        "Message-ID": "<0000000000007@example.org>",
    }
    assert (message["Auto-Submitted"], str(message["From"])) == (
        "auto-generated",
        "Innoday <innoday@example.org>",
    )
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    picture = list(message.walk())[-1]
    assert (picture["Content-ID"], picture.get_payload(decode=True)) == ("<code>", PNG)
    assert message.get_body(("plain",)).get_content().splitlines() == ["Hello", "", "Żaneta"]


@pytest.mark.parametrize(
    "values",
    [
        {"recipient": "a@example.org\r\nBcc: b@example.org"},
        {"recipient": "a@example.org, b@example.org"},
        {"recipient": "nobody"},
        {"recipient": ""},
        {"subject": "Hello\nBcc: b@example.org"},
        {"subject": "Hello\x00"},
    ],
)
def test_what_could_reach_somebody_else_is_refused(folder, values):
    with pytest.raises(MailRefusedError):
        mail.send(make_mail(**values))
    assert list(folder.iterdir()) == []


def test_a_mail_is_sent_to_the_server(server):
    mail.send(make_mail())
    assert server.received.recipients == ["rcpt TO:<zaneta@example.org>"]
    assert str(read(server.received.messages[0])["Subject"]) == "Ihr Ticket für Łódź"


@pytest.mark.parametrize(
    ("answer", "is_final"), [(b"451 later", False), (b"550 no such person", True)]
)
def test_a_refused_recipient_is_final_when_the_server_says_so(server, answer, is_final):
    server.answer = answer
    with pytest.raises(MailError) as caught:
        mail.send(make_mail())
    assert isinstance(caught.value, MailRefusedError) is is_final


def test_no_server_is_a_failure_that_may_pass(app, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    with pytest.raises(MailError) as caught:
        mail.send(make_mail())
    assert not isinstance(caught.value, MailRefusedError)


def test_a_password_is_not_sent_in_the_clear(server, app, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", server.url.replace("//", "//me:secret@"))
    with pytest.raises(MailError, match="no encryption"):
        mail.send(make_mail())
    assert server.received.messages == []
