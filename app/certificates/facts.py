"""What happened to certificates of attendance."""

from dataclasses import dataclass

from app.core.facts import Fact, Words


@dataclass(frozen=True, kw_only=True)
class CertificateTermsChanged(Fact):
    """Other sessions count, somebody else signs, or certificates are on or off."""


@dataclass(frozen=True, kw_only=True)
class CertificatesRequested(Fact):
    """Somebody asked that everybody who attended gets their certificate."""

    work_id: int


@dataclass(frozen=True, kw_only=True)
class AttendanceCertified(Fact):
    """Somebody's attendance was certified."""

    ticket_id: int
    certificate_id: int


@dataclass(frozen=True, kw_only=True)
class AttendanceCertificateMailed(Fact):
    """Somebody was told where their certificate is."""

    ticket_id: int
    certificate_id: int
    email: Words


@dataclass(frozen=True, kw_only=True)
class AttendanceCertificateWithdrawn(Fact):
    """A certificate does not hold any more."""

    ticket_id: int
    certificate_id: int
