"""E-mail addresses in the one form in which they are kept, mailed to and compared.

The mail servers that Innoday hands mail to need not know SMTPUTF8 (RFC 6531): before the @ an
address is ASCII; a domain may have any letters and is kept as the name that the DNS knows.
"""

import re
import unicodedata

import idna

LONGEST = 254
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?!\d+$){_LABEL}", re.IGNORECASE)


def plain_email(email: str) -> str:
    """Return an address as it is kept: no other forms of letters, the domain as the DNS has it."""
    text = unicodedata.normalize("NFKC", email.strip())
    local, at, domain = text.rpartition("@")
    return local + at + _in_dns(domain)


def is_mailable(email: str) -> bool:
    """Whether mail can be sent to an address in its kept form, as far as its looks go."""
    kept = plain_email(email)
    return len(kept) <= LONGEST and _ADDRESS.fullmatch(kept) is not None


def email_key(email: str) -> str:
    """Return what makes two spellings of an e-mail address the same account."""
    return plain_email(email).casefold()


def _in_dns(domain: str) -> str:
    if domain.isascii():
        return domain.lower()
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain
