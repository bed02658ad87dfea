"""Pages of signing in, the account, the organisation and its members, tokens."""

from app.identity.pages import (
    account,
    crossed,
    email,
    external,
    invitations,
    links,
    members,
    organisations,
    passkeys,
    profile,
    proof,
    second_step,
    security,
    signing_in,
)
from app.identity.pages.frame import (
    blueprint,
)

__all__ = [
    "account",
    "blueprint",
    "crossed",
    "email",
    "external",
    "invitations",
    "links",
    "members",
    "organisations",
    "passkeys",
    "profile",
    "proof",
    "second_step",
    "security",
    "signing_in",
]
