"""Tables of people, organisations, memberships, invitations and ways in."""

from app.identity.models.access import ApiToken, SignInThrottle
from app.identity.models.addresses import FormerAddress
from app.identity.models.aliases import OrganisationAlias
from app.identity.models.crossed import ClusterMembership
from app.identity.models.invitations import Invitation
from app.identity.models.links import MailLink
from app.identity.models.organisations import Membership, Organisation
from app.identity.models.people import Person
from app.identity.models.profiles import (
    ClusterProfile,
    OfferNeed,
    OrganisationLabel,
    OrganisationLogo,
    SizeDeclaration,
)
from app.identity.models.second_step import (
    AuthenticatorApp,
    Ceremony,
    ExternalIdentity,
    Passkey,
    RecoveryCode,
)
from app.identity.models.sessions import WebSession
from app.identity.rules import OrganisationKind

__all__ = [
    "ApiToken",
    "AuthenticatorApp",
    "Ceremony",
    "ClusterMembership",
    "ClusterProfile",
    "ExternalIdentity",
    "FormerAddress",
    "Invitation",
    "MailLink",
    "Membership",
    "OfferNeed",
    "Organisation",
    "OrganisationAlias",
    "OrganisationKind",
    "OrganisationLabel",
    "OrganisationLogo",
    "Passkey",
    "Person",
    "RecoveryCode",
    "SignInThrottle",
    "SizeDeclaration",
    "WebSession",
]
