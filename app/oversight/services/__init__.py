"""Use cases of oversight."""

from app.oversight.services.glass import break_glass, end_glass, note_look
from app.oversight.services.log import start_log_export
from app.oversight.services.tokens import create_token

__all__ = ["break_glass", "create_token", "end_glass", "note_look", "start_log_export"]
