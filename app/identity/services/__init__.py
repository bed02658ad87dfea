"""Use cases of identity: accounts, organisations and tokens; signing in."""

from app.identity.services.accounts import (
    TOKEN_PREFIX,
    add_member,
    appoint_operator,
    change_organisation,
    change_password,
    change_profile,
    create_token,
    register_cluster,
    register_organisation,
    register_person,
    revoke_token,
    set_password,
)
from app.identity.services.signing_in import begin_attempt, find_by_password, note_sign_in

__all__ = [
    "TOKEN_PREFIX",
    "add_member",
    "appoint_operator",
    "begin_attempt",
    "change_organisation",
    "change_password",
    "change_profile",
    "create_token",
    "find_by_password",
    "note_sign_in",
    "register_cluster",
    "register_organisation",
    "register_person",
    "revoke_token",
    "set_password",
]
