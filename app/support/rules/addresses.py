"""Reading a pasted list of addresses, one a line."""

import re
from dataclasses import dataclass

from app.core.addresses import email_key, is_mailable, plain_email

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class AddressList:
    """The addresses of a list, each once, and the lines that hold none."""

    addresses: tuple[str, ...]
    unreadable: tuple[str, ...]


def read_addresses(text: str) -> AddressList:
    """Return the addresses of a pasted list, as they are kept; from `Name <address>`, too."""
    found: dict[str, str] = {}
    unreadable = []
    for line in filter(None, map(str.strip, text.splitlines())):
        inner = re.search(r"<([^<>]+)>\s*[,;]?$", line)
        address = (inner[1] if inner else line.rstrip(",;")).strip()
        if is_mailable(address):
            found.setdefault(email_key(address), plain_email(address))
        else:
            unreadable.append(line)
    return AddressList(tuple(found.values()), tuple(unreadable))
