"""Use cases of identity: accounts, organisations, members and tokens; signing in."""

from app.identity.services.invitations import (
    accept_invitation,
    accepts,
    decline_by_link,
    decline_invitation,
    link_of,
    read_link,
    resend_invitation,
    send_invitation,
    withdraw_all,
    withdraw_invitation,
)
from app.identity.services.joining import accept_by_link, accept_with_account
from app.identity.services.links import request_link, text_of
from app.identity.services.members import invite_member, remove_member
from app.identity.services.organisations import (
    change_organisation,
    register_cluster,
    register_organisation,
)
from app.identity.services.people import (
    appoint_operator,
    change_password,
    change_profile,
    register_person,
    set_password,
)
from app.identity.services.proving import (
    confirm_account,
    confirm_email_change,
    request_account,
    request_email_change,
    reset_password,
    return_email,
    sign_in_by_link,
)
from app.identity.services.sessions import (
    end_all_sessions,
    end_other_sessions,
    end_session,
    note_session_use,
    open_session,
)
from app.identity.services.signing_in import (
    begin_attempt,
    begin_password_change,
    begin_sign_up,
    find_by_password,
    forget_attempts,
    note_sign_in,
)
from app.identity.services.tokens import TOKEN_PREFIX, create_token, find_bearer, revoke_token

__all__ = [
    "TOKEN_PREFIX",
    "accept_by_link",
    "accept_invitation",
    "accept_with_account",
    "accepts",
    "appoint_operator",
    "begin_attempt",
    "begin_password_change",
    "begin_sign_up",
    "change_organisation",
    "change_password",
    "change_profile",
    "confirm_account",
    "confirm_email_change",
    "create_token",
    "decline_by_link",
    "decline_invitation",
    "end_all_sessions",
    "end_other_sessions",
    "end_session",
    "find_bearer",
    "find_by_password",
    "forget_attempts",
    "invite_member",
    "link_of",
    "note_session_use",
    "note_sign_in",
    "open_session",
    "read_link",
    "register_cluster",
    "register_organisation",
    "register_person",
    "remove_member",
    "request_account",
    "request_email_change",
    "request_link",
    "resend_invitation",
    "reset_password",
    "return_email",
    "revoke_token",
    "send_invitation",
    "set_password",
    "sign_in_by_link",
    "text_of",
    "withdraw_all",
    "withdraw_invitation",
]
