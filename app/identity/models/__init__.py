"""Tables of people, organisations, memberships, invitations and ways in."""

from app.identity.models.access import ApiToken, SignInThrottle
from app.identity.models.organisations import Invitation, Membership, Organisation
from app.identity.models.people import Person
from app.identity.rules import OrganisationKind

__all__ = [
    "ApiToken",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Person",
    "SignInThrottle",
]
