"""Deciding on certificates, issuing them, telling people, and withdrawing what no longer holds."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from app.certificates import queries
from app.certificates.facts import (
    AttendanceCertificateMailed,
    AttendanceCertificateWithdrawn,
    AttendanceCertified,
    CertificatesRequested,
    CertificateTermsChanged,
)
from app.certificates.models import AttendanceCertificate, CertificateTerms
from app.certificates.queries import Entitled
from app.certificates.rules.saying import Choice, Said, is_day_over
from app.core import clock, jobs
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.work import Work, kind_needs, start_work
from app.events.models import Event
from app.events.policies import fence
from app.events.queries import get_event_by_id, lock_event
from app.feedback.rules.certificates import new_code
from app.tickets.models import Ticket
from app.tickets.queries import get_ticket

SEND_CERTIFICATES = "send_certificates"
KIND = "certificates"
AT_ONCE = 50

kind_needs(
    KIND,
    Permission.TICKET_MANAGE,
    get_event_by_id,
    reach=lambda actor, event: fence(actor, event).clusters,
)


def change_terms(actor: Actor, event: Event, chosen: Choice) -> CertificateTerms:
    """Decide whether an event certifies attendance, of which sessions, and who signs."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    if chosen.is_on and not chosen.signatory:
        raise Invalid("signatory_missing", field="signatory")
    terms = db.session.get(CertificateTerms, event.id)
    if terms is None:
        terms = CertificateTerms(event_id=event.id)
        db.session.add(terms)
    terms.is_on, terms.least_share = chosen.is_on, chosen.least_share
    terms.signatory, terms.function = chosen.signatory, chosen.function
    terms.kinds = [one.value for one in chosen.kinds]
    db.session.flush()
    record(CertificateTermsChanged(actor_id=actor.person_id, event_id=event.id))
    return terms


def start_sending(actor: Actor, event: Event, **page: str) -> Work:
    """Have everybody who attended get a certificate; whoever has one that holds gets no other."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    if not queries.terms_of(event).is_on:
        raise Conflict("certificates_off")
    if not is_day_over(event.ends_at, event.timezone, clock.now()):
        raise Conflict("certificates_too_early")
    if not queries.list_entitled(event, queries.read_log(event.id, fence(actor, event))):
        raise Conflict("certificates_nobody")
    work = start_work(actor, KIND, event.id, clusters=fence(actor, event).clusters, **page)
    db.session.flush()
    about = {"actor_id": actor.person_id, "event_id": event.id}
    record(CertificatesRequested(work_id=work.id, **about))
    jobs.enqueue(SEND_CERTIFICATES, work_id=work.id, event_id=event.id)
    return work


def hand_out(event: Event, some: Sequence[Entitled]) -> None:
    """Issue and mail the certificates of some people, in the current unit; done twice, it is once.

    What somebody holds that says something else is withdrawn.
    """
    lock_event(event)
    ids = [one.ticket_id for one in some]
    tickets = {one.id: one for one in db.session.scalars(select(Ticket).where(Ticket.id.in_(ids)))}
    held = {one.ticket_id: one for one in queries.list_standing_of(ids)}
    for one in some:
        standing, ticket = held.get(one.ticket_id), tickets[one.ticket_id]
        if standing is not None and (standing.name, standing.said) != (ticket.name, one.said):
            withdraw(standing)
            standing = None
        mail(standing or issue(ticket, one.said), ticket)


def withdraw_others(event: Event, some: Sequence[Entitled]) -> None:
    """Withdraw what was issued to people who turned out to have attended nothing."""
    lock_event(event)
    entitled = {one.ticket_id for one in some}
    for one in queries.list_standing(event.id):
        if one.ticket_id not in entitled:
            withdraw(one)


def issue(ticket: Ticket, said: Said) -> AttendanceCertificate:
    """Certify what somebody attended, in the current unit."""
    certificate = AttendanceCertificate(
        id=new_id(),
        event_id=ticket.event_id,
        ticket_id=ticket.id,
        code=new_code(),
        name=ticket.name,
        kept=said.as_kept(),
    )
    db.session.add(certificate)
    db.session.flush()
    record(AttendanceCertified(**_about(certificate)))
    return certificate


def mail(certificate: AttendanceCertificate, ticket: Ticket) -> None:
    """Tell somebody once where their certificate is."""
    if _mark(certificate.id, AttendanceCertificate.mailed_at):
        record(AttendanceCertificateMailed(email=ticket.email, **_about(certificate)))


def withdraw(certificate: AttendanceCertificate) -> None:
    """Let a certificate hold no more, once; whoever checks it is told so."""
    if _mark(certificate.id, AttendanceCertificate.withdrawn_at):
        record(AttendanceCertificateWithdrawn(**_about(certificate)))


def reissue(ticket_id: int) -> AttendanceCertificate | None:
    """Give whoever has another name now a certificate that says it, in place of the one before."""
    ticket = get_ticket(ticket_id)
    lock_event(ticket.event)
    standing = queries.find_standing(ticket_id)
    if standing is None or standing.name == ticket.name:
        return None
    was_mailed = standing.mailed_at is not None
    withdraw(standing)
    made = issue(ticket, standing.said)
    if was_mailed:
        mail(made, ticket)
    return made


def _mark(certificate_id: int, column: Any) -> bool:
    """Write down that something was done; False if somebody did it before."""
    rule = update(AttendanceCertificate).where(
        AttendanceCertificate.id == certificate_id, column.is_(None)
    )
    done = rule.values({column: clock.now()}).returning(AttendanceCertificate.id)
    return db.session.scalar(done) is not None


def _about(certificate: AttendanceCertificate) -> dict[str, Any]:
    return {
        "event_id": certificate.event_id,
        "ticket_id": certificate.ticket_id,
        "certificate_id": certificate.id,
    }
