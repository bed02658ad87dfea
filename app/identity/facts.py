"""What happens to people and organisations."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


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
class EmailChanged(Fact):
    """An account got another address, which ended every session and every open link."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OperatorAppointed(Fact):
    """Somebody was trusted with the installation."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Fact):
    """An organisation was entered."""

    organisation_id: int
    kind: Code


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Fact):
    """What is said of an organisation changed, in one part of its profile."""

    organisation_id: int
    part: Code = "profile"


@dataclass(frozen=True, kw_only=True)
class SizeDeclared(Fact):
    """An organisation declared its size."""

    organisation_id: int
    declaration_id: int
    size_class: Code


@dataclass(frozen=True, kw_only=True)
class OfferAdded(Fact):
    """An organisation told what it offers or needs."""

    organisation_id: int
    offer_id: int
    kind: Code


@dataclass(frozen=True, kw_only=True)
class OfferChanged(Fact):
    """An organisation put an offer or need into other words."""

    organisation_id: int
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OfferRemoved(Fact):
    """An organisation took an offer or need back."""

    organisation_id: int
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationListed(Fact):
    """An organisation agreed to stand in the directory."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationUnlisted(Fact):
    """An organisation left the directory."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class MemberRoleChanged(Fact):
    """Somebody got another role in an organisation."""

    organisation_id: int
    person_id: int
    role: Code


@dataclass(frozen=True, kw_only=True)
class ClusterMembershipAsked(Fact):
    """An organisation asked to belong to a cluster, or a cluster asked an organisation."""

    organisation_id: int
    cluster_id: int
    membership_id: int
    asked_by: Code


@dataclass(frozen=True, kw_only=True)
class ClusterMembershipAccepted(Fact):
    """An organisation became a member of a cluster."""

    organisation_id: int
    cluster_id: int
    membership_id: int


@dataclass(frozen=True, kw_only=True)
class ClusterMembershipDeclined(Fact):
    """One side did not want a membership in a cluster."""

    organisation_id: int
    cluster_id: int
    membership_id: int


@dataclass(frozen=True, kw_only=True)
class ClusterMembershipEnded(Fact):
    """An organisation left a cluster, or a question about it was taken back."""

    organisation_id: int
    cluster_id: int
    membership_id: int
    ended_by: Code


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
class InvitationSent(Fact):
    """Somebody, or an organisation, was invited; or was sent the invitation once more."""

    invitation_id: int
    purpose: Code
    organisation_id: int | None
    role: Code | None
    sent_count: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Fact):
    """Whoever was invited said yes."""

    invitation_id: int
    sender_id: int | None = None
    purpose: Code
    organisation_id: int | None
    role: Code | None


@dataclass(frozen=True, kw_only=True)
class InvitationDeclined(Fact):
    """Whoever was invited, or had the mail, said no."""

    invitation_id: int
    sender_id: int | None = None
    purpose: Code
    organisation_id: int | None


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """An invitation was taken back before it was answered."""

    invitation_id: int
    purpose: Code
    organisation_id: int | None


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
