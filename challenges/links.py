"""Whether two organisations belong to one group, as far as records can tell, and by which evidence.

Method: three signs are read from records (the root of the VAT number, the domains of addresses and
of websites), and one from what people declared. Each sign names what the two share, so that a
person can check it; nothing is decided here. The rule knows neither applicants nor jurors: it
serves whoever asks about two organisations. Cost: linear in the number of addresses.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from challenges.domains import mail_domain, site_domain

_NOT_PLAIN = re.compile(r"[^A-Z0-9]")
_DUTCH_UNIT = re.compile(r"B[0-9]{2}$")
SWEDISH, BRITISH, BRITISH_UNIT, SIREN = 10, 9, 12, 9
_BRITISH = ("GB", "XI")


class Sign(StrEnum):
    """How a link shows, the strongest first."""

    DECLARED = "declared"
    VAT = "vat"
    WEBSITE = "website"
    EMAIL = "email"
    MAIL_AND_SITE = "mail_and_site"


@dataclass(frozen=True)
class Party:
    """What is compared of an organisation; `emails` are the addresses of its people."""

    vat_number: str | None = None
    website: str | None = None
    emails: frozenset[str] = frozenset()
    declared: str = ""  # what it said of its link to the other, in its own words


@dataclass(frozen=True)
class Link:
    """One sign of a link, and what the two share: a number, a domain, or somebody's words."""

    sign: Sign
    shared: str

    @property
    def key(self) -> str:
        """What tells this link from another one between the same two."""
        return str(self.sign) if self.sign is Sign.DECLARED else f"{self.sign}:{self.shared}"


def find_links(one: Party, other: Party) -> tuple[Link, ...]:
    """Return every sign that two organisations are linked, the strongest first."""
    return tuple(_signs(one, other))


def _signs(one: Party, other: Party) -> Iterator[Link]:
    if one.declared:
        yield Link(Sign.DECLARED, one.declared)
    root = vat_root(one.vat_number)
    if root is not None and root == vat_root(other.vat_number):
        yield Link(Sign.VAT, root)
    sites = (site_domain(one.website), site_domain(other.website))
    if sites[0] is not None and sites[0] == sites[1]:
        yield Link(Sign.WEBSITE, sites[0])
    mails = (_domains(one.emails), _domains(other.emails))
    both = mails[0] & mails[1]
    for domain in sorted(both):
        yield Link(Sign.EMAIL, domain)
    crossed = (mails[0] & _known(sites[1])) | (mails[1] & _known(sites[0]))
    for domain in sorted(crossed - both - _known(sites[0] if sites[0] == sites[1] else None)):
        yield Link(Sign.MAIL_AND_SITE, domain)


def _domains(emails: Iterable[str]) -> frozenset[str]:
    return frozenset(found for one in emails if (found := mail_domain(one)) is not None)


def _known(domain: str | None) -> frozenset[str]:
    return frozenset() if domain is None else frozenset((domain,))


def vat_root(number: str | None) -> str | None:
    """Return a VAT number without what tells units of one company apart.

    The Netherlands, Sweden and the United Kingdom end a number with the unit; France begins it with
    check digits before the company's own nine. Elsewhere the number is the company's as a whole.
    """
    plain = _NOT_PLAIN.sub("", (number or "").upper())
    country, rest = plain[:2], plain[2:]
    if not country.isalpha() or not rest:
        return None
    if country == "NL":
        rest = _DUTCH_UNIT.sub("", rest)
    elif country == "SE":
        rest = rest[:SWEDISH]
    elif country in _BRITISH and len(rest) == BRITISH_UNIT:
        rest = rest[:BRITISH]
    elif country in ("FR", "MC"):
        country, rest = "FR", rest[-SIREN:]
    return country + rest
