"""Keeping documents, asking to see them, answering, accepting, opening."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.challenges.models import Challenge
from app.challenges.queries import get_visible_challenge
from app.challenges.services.moving import lock_challenge
from app.challenges.services.writing import choose_organisation
from app.core import clock, content
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.files import Placed, store_placed
from app.core.intake import take_file
from app.core.permissions import Permission
from app.documents import facts
from app.documents.models import Acceptance, Access, Agreement, Document, Opening
from app.documents.queries import (
    find_agreement,
    get_document,
    get_openable,
    list_documents,
    list_own_accesses,
)
from app.documents.rules import CONFIDENTIAL, FROM, MOST_DOCUMENTS, AccessState, Tier
from app.identity.models import Person

ALLOWED = content.DOCUMENTS | content.OFFICE | content.IMAGES
MAX_BYTES = 20 * content.MEGABYTE


@dataclass(frozen=True)
class Opened:
    """A document that was opened: for whom and when, unless it is one of their own or of all."""

    document: Document
    reader: str
    organisation: str
    at: datetime
    is_marked: bool


def check_upload(data: bytes, filename: str) -> content.CheckedFile:
    """Return a sent file as it may be kept; run before the unit of work, for it takes its time."""
    if not data:
        raise Invalid("file_missing", field="file")
    return take_file(data, filename, ALLOWED, limit=MAX_BYTES)


def add_file(
    actor: Actor, challenge_id: int, file: Placed, *, title: str | None, tier: Tier
) -> Document:
    """Put a file that was checked and lies in the store to a challenge."""
    challenge = _kept(actor, challenge_id)
    stored = store_placed(file)
    db.session.flush()
    made = Document(file_id=stored.id, file=stored, title=title or stored.filename, tier=tier)
    return _add(actor, challenge, made)


def add_text(actor: Actor, challenge_id: int, *, title: str, tier: Tier, text: str) -> Document:
    """Put a text to a challenge, such as the confidential part of its brief."""
    return _add(actor, _kept(actor, challenge_id), Document(title=title, tier=tier, text=text))


def _kept(actor: Actor, challenge_id: int) -> Challenge:
    """Return a challenge whose documents the actor keeps, locked against another such change."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.SHELF_EDIT, challenge)
    return lock_challenge(challenge_id)


def _add(actor: Actor, challenge: Challenge, document: Document) -> Document:
    if len(list_documents(challenge.id)) >= MOST_DOCUMENTS:
        raise Invalid("too_many_documents", field="file", limit=MOST_DOCUMENTS)
    if document.tier == Tier.AGREEMENT and find_agreement(challenge.id) is None:
        raise Invalid("agreement_missing", field="tier")
    document.challenge_id = challenge.id
    db.session.add(document)
    db.session.flush()
    record(facts.DocumentAdded(**_about(actor, challenge, document), tier=document.tier))
    return document


def _about(actor: Actor, challenge: Challenge, document: Document) -> dict[str, Any]:
    who = {"actor_id": actor.person_id, "event_id": challenge.event_id}
    return {**who, "challenge_id": challenge.id, "document_id": document.id}


def set_tier(actor: Actor, challenge_id: int, document_id: int, tier: Tier) -> Document:
    """Open a document to more, or to fewer."""
    challenge = _kept(actor, challenge_id)
    document = get_document(challenge_id, document_id)
    if tier == Tier.AGREEMENT and find_agreement(challenge_id) is None:
        raise Invalid("agreement_missing", field="tier")
    before, document.tier = document.tier, tier
    if before != tier:
        about = _about(actor, challenge, document)
        record(facts.DocumentTierChanged(**about, from_tier=before, to_tier=tier))
    return document


def remove_document(actor: Actor, challenge_id: int, document_id: int) -> None:
    """Take a document away; who opened it stays known."""
    challenge = _kept(actor, challenge_id)
    document = get_document(challenge_id, document_id)
    document.removed_at = clock.now()
    record(facts.DocumentRemoved(**_about(actor, challenge, document)))


def write_agreement(actor: Actor, challenge_id: int, text: str) -> Agreement:
    """Write the next version of the agreement; the same text again stays the version it is."""
    challenge = _kept(actor, challenge_id)
    latest = find_agreement(challenge_id)
    if latest is not None and latest.text == text:
        return latest
    version = latest.version + 1 if latest else 1
    made = Agreement(challenge_id=challenge_id, version=version, text=text)
    db.session.add(made)
    db.session.flush()
    record(
        facts.AgreementWritten(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge_id,
            version=version,
        )
    )
    return made


def ask_access(
    actor: Actor, challenge_id: int, *, organisation_id: int | None = None, note: str = ""
) -> Access:
    """Ask for one of the actor's organisations to see the documents under the agreement."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.SHELF_ASK, challenge)
    if organisation_id == challenge.owner_organisation_id:
        raise Conflict("access_own", field="organisation_id")
    others = actor.organisation_ids - {challenge.owner_organisation_id}
    if organisation_id is None and len(others) == 1:
        organisation_id = next(iter(others))
    chosen = choose_organisation(actor, organisation_id)
    if any(one.organisation_id == chosen for one in list_own_accesses(actor, challenge_id)):
        raise Conflict("access_asked")
    asked = Access(
        challenge_id=challenge_id,
        organisation_id=chosen,
        asked_by_id=actor.person_id,
        note=note,
        state=AccessState.ASKED,
    )
    db.session.add(asked)
    db.session.flush()
    record(facts.AccessAsked(**_of_access(actor, challenge, asked)))
    return asked


def _of_access(actor: Actor, challenge: Challenge, access: Access) -> dict[str, Any]:
    about = {"challenge_id": challenge.id, "access_id": access.id}
    who = {"actor_id": actor.person_id, "event_id": challenge.event_id}
    return {**who, **about, "organisation_id": access.organisation_id}


def answer_access(
    actor: Actor, challenge_id: int, access_id: int, *, state: AccessState, reason: str = ""
) -> Access:
    """Let an organisation in, refuse it or take the access back; the last two with a reason."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.ACCESS_EDIT, challenge)
    access = db.session.get(Access, access_id)
    if access is None or access.challenge_id != challenge_id:
        raise NotFound
    if state != AccessState.CONFIRMED and not reason:
        raise Invalid("reason_needed", field="reason")
    statement = (
        update(Access)
        .where(Access.id == access_id, Access.state.in_(sorted(FROM.get(state, ()))))
        .values(state=state, reason=reason, answered_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(statement).rowcount == 0:  # type: ignore[attr-defined]  # a CursorResult
        raise Conflict("access_answered")
    db.session.refresh(access)
    about = _of_access(actor, challenge, access)
    record(facts.AccessAnswered(**about, state=state, reason=reason))
    return access


def accept_agreement(
    actor: Actor, challenge_id: int, *, version: int, organisation_id: int | None = None
) -> Acceptance:
    """Accept the agreement for an organisation that was let in; once more changes nothing."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.SHELF_ASK, challenge)
    mine = [
        one
        for one in list_own_accesses(actor, challenge_id)
        if one.state == AccessState.CONFIRMED and organisation_id in (None, one.organisation_id)
    ]
    agreement = find_agreement(challenge_id)
    if not mine or agreement is None:
        raise Conflict("access_missing")
    if agreement.version != version:
        raise Conflict("agreement_changed")
    key = {
        "agreement_id": agreement.id,
        "access_id": mine[0].id,
        "person_id": actor.person_id,
    }
    known = db.session.query(Acceptance).filter_by(**key).one_or_none()
    if known is not None:
        return known
    accepted = Acceptance(**key)
    db.session.add(accepted)
    db.session.flush()
    about = _of_access(actor, challenge, mine[0])
    record(facts.AgreementAccepted(**about, version=version))
    return accepted


def open_document(actor: Actor, challenge_id: int, document_id: int) -> Opened:
    """Open a document; of a confidential one it is written down who did, for whom and when."""
    document, circle = get_openable(actor, challenge_id, document_id)
    now = clock.now()
    if document.tier not in CONFIDENTIAL:
        return Opened(document, "", "", now, is_marked=False)
    challenge = document.challenge
    owned = challenge.owner_organisation_id if circle.is_owner else None
    organisation_id = owned or min(circle.cleared, default=None)
    opening = Opening(
        document_id=document.id,
        person_id=actor.person_id,
        organisation_id=organisation_id,
        tier=document.tier,
        opened_at=now,
    )
    db.session.add(opening)
    db.session.flush()
    about = _about(actor, challenge, document)
    record(facts.DocumentOpened(**about, organisation_id=organisation_id, tier=document.tier))
    person = db.session.get_one(Person, actor.person_id)
    name = opening.organisation.name if opening.organisation else ""
    return Opened(document, person.name, name, now, is_marked=not circle.is_owner)
