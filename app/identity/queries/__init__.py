"""Reads of people, organisations, invitations and tokens."""

from app.identity.queries.actors import (
    actor_for,
    find_bearer,
)
from app.identity.queries.invitations import (
    find_invitation,
    get_invitation,
    get_invitation_to,
    list_invitations,
    list_invitations_of,
    list_invitations_to,
)
from app.identity.queries.links import count_links, find_link, get_link
from app.identity.queries.members import (
    find_membership,
    has_member_at,
    list_members,
    list_owners,
)
from app.identity.queries.organisations import (
    find_organisations,
    get_organisation,
    list_clusters,
    list_clusters_of,
    list_organisations_of,
)
from app.identity.queries.people import (
    find_person_by_email,
    get_person,
)
from app.identity.queries.second_step import (
    SecondStep,
    find_app,
    find_external_identity,
    find_passkey,
    get_passkey,
    has_second_step,
    list_external_identities,
    list_passkeys,
    second_step_of,
)
from app.identity.queries.sessions import find_awaiting, find_session, get_session, list_sessions
from app.identity.queries.tokens import (
    get_token,
    list_tokens,
)

__all__ = [
    "SecondStep",
    "actor_for",
    "count_links",
    "find_app",
    "find_awaiting",
    "find_bearer",
    "find_external_identity",
    "find_invitation",
    "find_link",
    "find_membership",
    "find_organisations",
    "find_passkey",
    "find_person_by_email",
    "find_session",
    "get_invitation",
    "get_invitation_to",
    "get_link",
    "get_organisation",
    "get_passkey",
    "get_person",
    "get_session",
    "get_token",
    "has_member_at",
    "has_second_step",
    "list_clusters",
    "list_clusters_of",
    "list_external_identities",
    "list_invitations",
    "list_invitations_of",
    "list_invitations_to",
    "list_members",
    "list_organisations_of",
    "list_owners",
    "list_passkeys",
    "list_sessions",
    "list_tokens",
    "second_step_of",
]
