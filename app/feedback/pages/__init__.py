"""Pages after the decision: letters, replies to them, certificates."""

from app.feedback.pages import certificates, letters, panels, reading, replying
from app.feedback.pages.base import blueprint

__all__ = ["blueprint", "certificates", "letters", "panels", "reading", "replying"]
