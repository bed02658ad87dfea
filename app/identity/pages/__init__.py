"""Pages of signing in, the account, the organisation and its members, tokens."""

from app.identity.pages import (
    account,
    clusters,
    invitations,
    members,
    organisations,
    security,
    signing_in,
)
from app.identity.pages.frame import blueprint

__all__ = [
    "account",
    "blueprint",
    "clusters",
    "invitations",
    "members",
    "organisations",
    "security",
    "signing_in",
]
