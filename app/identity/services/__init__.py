"""Use cases of identity: accounts, organisations, members and tokens; signing in."""

from app.identity.services.crossed import (
    ANSWERS,
    accept_crossed,
    ask_cluster,
    decline_crossed,
    end_crossed,
    invite_organisation,
)
from app.identity.services.invitations import (
    accept_invitation,
    accepts,
    decline_by_link,
    decline_invitation,
    declines,
    link_of,
    read_link,
    resend_invitation,
    send_invitation,
    withdraw_all,
    withdraw_invitation,
)
from app.identity.services.joining import (
    accept_by_link,
    accept_with_account,
)
from app.identity.services.links import (
    request_link,
    text_of,
)
from app.identity.services.logos import (
    MAX_LOGO_BYTES,
    check_logo,
    remove_logo,
    set_logo,
)
from app.identity.services.members import (
    ask_to_join,
    checks_leaving,
    invite_member,
    join,
    remove_member,
)
from app.identity.services.organisations import (
    change_organisation,
    enter_organisation,
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
from app.identity.services.profiles import (
    Sector,
    add_offer,
    change_cluster_profile,
    change_offer,
    change_sector,
    remove_offer,
    set_listing,
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
from app.identity.services.roles import (
    change_role,
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
    known_device,
    note_sign_in,
)
from app.identity.services.sizes import (
    declare_size,
)
from app.identity.services.tokens import (
    TOKEN_PREFIX,
    create_token,
    note_token_use,
    revoke_token,
)

__all__ = [
    "ANSWERS",
    "MAX_LOGO_BYTES",
    "TOKEN_PREFIX",
    "Sector",
    "accept_by_link",
    "accept_crossed",
    "accept_invitation",
    "accept_with_account",
    "accepts",
    "add_offer",
    "appoint_operator",
    "ask_cluster",
    "ask_to_join",
    "begin_attempt",
    "begin_password_change",
    "begin_sign_up",
    "change_cluster_profile",
    "change_offer",
    "change_organisation",
    "change_password",
    "change_profile",
    "change_role",
    "change_sector",
    "check_logo",
    "checks_leaving",
    "confirm_account",
    "confirm_email_change",
    "create_token",
    "declare_size",
    "decline_by_link",
    "decline_crossed",
    "decline_invitation",
    "declines",
    "end_all_sessions",
    "end_crossed",
    "end_other_sessions",
    "end_session",
    "enter_organisation",
    "find_by_password",
    "forget_attempts",
    "invite_member",
    "invite_organisation",
    "join",
    "known_device",
    "link_of",
    "note_session_use",
    "note_sign_in",
    "note_token_use",
    "open_session",
    "read_link",
    "register_cluster",
    "register_organisation",
    "register_person",
    "remove_logo",
    "remove_member",
    "remove_offer",
    "request_account",
    "request_email_change",
    "request_link",
    "resend_invitation",
    "reset_password",
    "return_email",
    "revoke_token",
    "send_invitation",
    "set_listing",
    "set_logo",
    "set_password",
    "sign_in_by_link",
    "text_of",
    "withdraw_all",
    "withdraw_invitation",
]
