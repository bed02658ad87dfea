"""Reading imports."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.challenges.queries import get_challenge, get_visible_challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import path_of
from app.core.permissions import Permission
from app.core.text import search_key
from app.core.tokens import keyed_hash
from app.identity.models import Invitation
from app.identity.queries import get_organisation
from app.identity.rules import Purpose
from app.imports.models import ImportedProposal, ProposalImport
from app.imports.rules import Listed, read_list
from app.imports.rules.lines import Line, Terms, check_lines
from app.imports.rules.mapping import Mapped
from app.proposals.models import Proposal

DAY = timedelta(days=1)


def get_challenge_to_import(actor: Actor, challenge_id: int) -> Challenge:
    """Return a challenge that the actor may import proposals to."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.CHALLENGE_IMPORT, challenge)
    return challenge


def get_import(actor: Actor, import_id: int) -> ProposalImport:
    """Return a list that the actor may import."""
    query = (
        select(ProposalImport)
        .where(ProposalImport.id == import_id)
        .options(
            joinedload(ProposalImport.challenge).joinedload(Challenge.event),
            joinedload(ProposalImport.challenge).joinedload(Challenge.owner_organisation),
            joinedload(ProposalImport.file),
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    get_challenge_to_import(actor, found.challenge_id)
    return found


def list_imports(challenge_id: int, limit: int, offset: int) -> Sequence[ProposalImport]:
    """Return the lists that were uploaded for a challenge, the latest first."""
    query = (
        select(ProposalImport)
        .where(ProposalImport.challenge_id == challenge_id)
        .options(joinedload(ProposalImport.file), joinedload(ProposalImport.uploaded_by))
        .order_by(ProposalImport.created_at.desc(), ProposalImport.id)
    )
    return db.session.scalars(query.limit(limit).offset(offset)).all()


def find_same(challenge_id: int, sha256: str) -> ProposalImport | None:
    """Return the same list, if it was uploaded for the challenge before."""
    query = select(ProposalImport).where(
        ProposalImport.challenge_id == challenge_id, ProposalImport.sha256 == sha256
    )
    return db.session.scalar(query)


def known_heads(challenge_id: int) -> Mapping[str, str]:
    """Return which words of a head were what, when that was last chosen for a challenge."""
    query = (
        select(ProposalImport.heads)
        .where(ProposalImport.challenge_id == challenge_id, ProposalImport.chosen_at.is_not(None))
        .order_by(ProposalImport.chosen_at.desc())
        .limit(1)
    )
    return db.session.scalar(query) or {}


def read_listed(found: ProposalImport) -> Listed:
    """Return what a list says, read anew from the store."""
    return read_list(path_of(found.file).read_bytes())


def terms_of(found: ProposalImport, now: datetime) -> Terms:
    """Return what the lines of a list are held against."""
    challenge = get_challenge(found.challenge_id)
    return Terms(
        questions=tuple(challenge.questions),
        owner_name=challenge.owner_organisation.name,
        closes_at=challenge.closes_at or now,
        now=now,
        zone=found.zone,
        as_drafts=found.made_as == "draft",
        usual_country=get_organisation(challenge.event.lead_organisation_id).country,
        countries=countries_by_name(),
    )


@lru_cache(maxsize=1)
def countries_by_name() -> Mapping[str, str]:
    """Return the codes of countries by code and by their names in the languages of the Union."""
    found: dict[str, str] = {}
    for language in ("en", "de", "fr", "es", "pl", "lt", "it", "cs", "pt", "nl"):
        territories = Locale.parse(language).territories
        for code, name in territories.items():
            if len(code) == 2 and code.isalpha():  # noqa: PLR2004 - an ISO code
                found.setdefault(search_key(name), code)
                found.setdefault(search_key(code), code)
    return found


def check_import(found: ProposalImport) -> list[Line]:
    """Return every line of a list with what is wrong with it."""
    return check_lines(read_listed(found), Mapped(found.columns), terms_of(found, clock.now()))


def imported_keys(challenge_id: int) -> set[str]:
    """Return the lines that were imported to a challenge before."""
    query = select(ImportedProposal.line_key).where(ImportedProposal.challenge_id == challenge_id)
    return set(db.session.scalars(query))


def contact_hash(event_id: int, key: str) -> str:
    """Return what an applicant of an event is known by, without keeping the address."""
    return keyed_hash("imported-contact", f"{event_id}:{key}")


def homes_of(event_id: int, hashes: Collection[str]) -> dict[str, int]:
    """Return for which organisations of an event addresses were imported before."""
    query = (
        select(ImportedProposal.contact_hash, Proposal.organisation_id)
        .join(ImportedProposal.proposal)
        .where(ImportedProposal.event_id == event_id)
        .where(ImportedProposal.contact_hash.in_(hashes))
    )
    return dict(iter(db.session.execute(query)))


def find_mark(proposal_id: int) -> ImportedProposal | None:
    """Return from which list a proposal comes; None of one that was written here."""
    query = (
        select(ImportedProposal)
        .where(ImportedProposal.proposal_id == proposal_id)
        .options(joinedload(ImportedProposal.imported_by))
    )
    return db.session.scalar(query)


def count_invited(event_id: int, now: datetime) -> int:
    """Return how many applicants were invited within a day."""
    query = (
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.purpose == Purpose.APPLICANT, Invitation.event_id == event_id)
        .where(Invitation.sent_at > now - DAY)
    )
    return db.session.scalar(query) or 0


def invited_keys(event_id: int) -> set[str]:
    """Return the addresses that are invited to an event's imported proposals, as compared."""
    query = select(Invitation.email_key).where(
        Invitation.purpose == Purpose.APPLICANT, Invitation.event_id == event_id
    )
    return {key for key in db.session.scalars(query) if key}
