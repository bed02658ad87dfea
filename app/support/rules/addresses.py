"""Reading a pasted list of addresses, one a line."""

import re
from dataclasses import dataclass

from app.core.addresses import email_key

MOST_AT_ONCE = 200
LONGEST = 254
# As strict as what the registration form takes; who owns the address shows when they open the link.
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]{2,}")


@dataclass(frozen=True)
class AddressList:
    """The addresses of a list, each once, and the lines that hold none."""

    addresses: tuple[str, ...]
    unreadable: tuple[str, ...]


def read_addresses(text: str) -> AddressList:
    """Return the addresses of a pasted list; `Name <address>` counts as its address."""
    found: dict[str, str] = {}
    unreadable = []
    for line in filter(None, map(str.strip, text.splitlines())):
        inner = re.search(r"<([^<>]+)>\s*[,;]?$", line)
        address = (inner[1] if inner else line.rstrip(",;")).strip()
        if len(address) <= LONGEST and _ADDRESS.fullmatch(address):
            found.setdefault(email_key(address), address)
        else:
            unreadable.append(line)
    return AddressList(tuple(found.values()), tuple(unreadable))
