"""Whether a juror must not judge a proposal, as far as records can tell.

Three signs, the first found is named: the juror's organisation made the proposal; the juror is a
member of the organisation that did; juror and proposer share an e-mail domain that is not open to
everybody. Cost: constant.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Addresses of these say nothing about who somebody works for.
_PUBLIC = (
    "abv.bg aol.com bigmir.net bk.ru centrum.cz email.cz email.it euskalnet.net example.com "
    "example.org fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de "
    "gmx.net googlemail.com hey.com hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it "
    "hushmail.com icloud.com inbox.lt inbox.lv interia.pl laposte.net libero.it list.ru "
    "live.com mac.com mail.bg mail.com mail.de mail.ee mail.ru mailbox.org me.com msn.com "
    "o2.pl onet.pl online.de op.pl orange.fr outlook.com outlook.de outlook.es outlook.fr "
    "pm.me posteo.de proton.me protonmail.com rambler.ru sapo.pt seznam.cz sfr.fr "
    "t-online.de telenet.be tiscali.it tlen.pl tuta.com tutanota.com ukr.net virgilio.it "
    "wanadoo.fr web.de wp.pl yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.gr yahoo.it "
    "yandex.ru ymail.com zoho.com zoznam.sk"
)
PUBLIC_DOMAINS = frozenset(_PUBLIC.split())


class Sign(StrEnum):
    """How a conflict shows in the records."""

    ORGANISATION = "organisation"
    MEMBERSHIP = "membership"
    EMAIL_DOMAIN = "email_domain"


class Relation(StrEnum):
    """What ties a juror to a proposer, as a person declares it."""

    EMPLOYMENT = "employment"
    FAMILY = "family"
    FINANCIAL = "financial"
    COOPERATION = "cooperation"
    COMPETITION = "competition"
    OTHER = "other"


class Source(StrEnum):
    """Who found a conflict."""

    DETECTED = "detected"
    JUROR = "juror"
    ORGANISER = "organiser"


@dataclass(frozen=True)
class Tie:
    """What a person declares: the kind of relation, and the reason in their words."""

    kind: Relation
    reason: str


@dataclass(frozen=True)
class JurorSide:
    """What the records say of a juror."""

    key: int
    email: str
    organisation_id: int | None = None
    member_of: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ProposalSide:
    """What the records say of a proposal's authors."""

    key: int
    email: str
    organisation_id: int


def detect(juror: JurorSide, proposal: ProposalSide) -> Sign | None:
    """Return the first sign of a conflict, None when there is none."""
    if juror.organisation_id == proposal.organisation_id:
        return Sign.ORGANISATION
    if proposal.organisation_id in juror.member_of:
        return Sign.MEMBERSHIP
    domain = work_domain(juror.email)
    if domain and domain == work_domain(proposal.email):
        return Sign.EMAIL_DOMAIN
    return None


def detect_all(
    jurors: Iterable[JurorSide], proposals: Iterable[ProposalSide]
) -> dict[tuple[int, int], Sign]:
    """Return the sign for every (juror, proposal) that shows one."""
    the_proposals = list(proposals)
    pairs = ((juror, proposal) for juror in jurors for proposal in the_proposals)
    return {
        (juror.key, proposal.key): sign
        for juror, proposal in pairs
        if (sign := detect(juror, proposal)) is not None
    }


def work_domain(email: str) -> str | None:
    """Return the domain of an address, None when it is open to everybody."""
    domain = email.rpartition("@")[2].strip().casefold()
    return None if not domain or domain in PUBLIC_DOMAINS else domain
