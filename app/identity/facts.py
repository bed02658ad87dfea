"""What happens to people and organisations."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Fact):
    """Somebody made an account."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    """Somebody changed their name or language."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonSignedIn(Fact):
    """Somebody signed in."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    """A password was replaced, which ended every other session and every token."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OperatorAppointed(Fact):
    """Somebody was trusted with the installation."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Fact):
    """An organisation was entered."""

    organisation_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Fact):
    """What is said of an organisation changed."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Fact):
    """Somebody became a member of an organisation, by founding it or by accepting."""

    organisation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Fact):
    """Somebody left an organisation, or was taken out of it."""

    organisation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MemberInvited(Fact):
    """An address was asked into an organisation."""

    organisation_id: int
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationDeclined(Fact):
    """Somebody did not want to join an organisation."""

    organisation_id: int
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """An organisation took an invitation back."""

    organisation_id: int
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class ApiTokenCreated(Fact):
    """Somebody made a key for a program."""

    token_id: int
    person_id: int
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ApiTokenRevoked(Fact):
    """A program's key was withdrawn."""

    token_id: int
    person_id: int
