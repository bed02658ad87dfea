"""What happens to that by which people and their programs get in."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class PersonSignedIn(Fact):
    """Somebody signed in."""

    person_id: int
    session_id: int | None = None
    way: Code = "password"


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Fact):
    """A browser was signed out, by its owner or by what they changed."""

    person_id: int
    session_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    """A password was replaced, which ended every other session and every token."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class MailLinkRequested(Fact):
    """Somebody asked for a link to be mailed; whether the address has an account is not known."""

    link_id: int
    purpose: Code


@dataclass(frozen=True, kw_only=True)
class ApiTokenCreated(Fact):
    """Somebody made a key for a program."""

    token_id: int
    person_id: int
    scopes: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class ApiTokenEnding(Fact):
    """A program's key had a week left."""

    token_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ApiTokenRevoked(Fact):
    """A program's key was withdrawn."""

    token_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasskeyAdded(Fact):
    """Somebody added a passkey to their account."""

    person_id: int
    passkey_id: int


@dataclass(frozen=True, kw_only=True)
class PasskeyRemoved(Fact):
    """Somebody took a passkey from their account."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SecondStepTurnedOn(Fact):
    """Somebody asks for a code after their password from now on."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SecondStepTurnedOff(Fact):
    """Somebody asks for their password only from now on."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SecondStepRemoved(Fact):
    """The operator took a lost second step from an account."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesRenewed(Fact):
    """Somebody replaced the codes that they keep on paper."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Fact):
    """Somebody came in with a code from the paper."""

    person_id: int
    left: int


@dataclass(frozen=True, kw_only=True)
class ExternalIdentityJoined(Fact):
    """An account at another provider opens an account here from now on."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ExternalIdentityParted(Fact):
    """An account at another provider opens an account here no longer."""

    person_id: int
