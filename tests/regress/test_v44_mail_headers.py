"""CVE-2024-6923, CVE-2026-1299: a line break in a value began another header."""

import email
from email.policy import default

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.mail import Mail, MailRefusedError, compose
from tests.conftest import IS_LONG

EXAMPLES = 10_000 if IS_LONG else 300
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"]
HEADERS += ["Content-Type"]
NASTY = st.sampled_from(
    ["\r\nBcc: eve@evil.example", "\nX: y", "\r", "\x0b", "\u2028", "=?utf-8?q?"]
)
TEXT = st.lists(st.one_of(st.text(max_size=20), NASTY), max_size=6).map("".join)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=not IS_LONG)
@given(subject=TEXT, recipient=TEXT)
def test_no_subject_and_no_recipient_adds_a_header(subject, recipient):
    values = {"id": 7, "text": "Hello", "html": "<p>Hello</p>"}
    for to in ("reader@example.org", f"{recipient}@example.org"):
        try:
            written = compose(Mail(recipient=to, subject=subject, **values), "A <a@example.org>")
        except MailRefusedError:
            continue
        read = email.message_from_bytes(written.as_bytes(), policy=default)
        assert sorted(read.keys()) == sorted(HEADERS)
        assert len(read["To"].addresses) == 1
        assert read["To"].addresses[0].addr_spec.endswith("@example.org")
