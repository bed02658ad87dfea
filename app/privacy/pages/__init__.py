"""The pages of privacy: for everybody, for one's own account, for events and for the operator."""

from app.privacy.pages import notices, operator, own
from app.privacy.pages.frame import blueprint

__all__ = ["blueprint", "notices", "operator", "own"]
