"""Use cases of oversight."""

from app.oversight.services.glass import break_glass, end_glass, note_look
from app.oversight.services.installation import (
    change_installation,
    is_set_up,
    retry_job,
    set_up,
    setup_code,
)
from app.oversight.services.log import start_log_export
from app.oversight.services.people import (
    administer_organisation,
    appoint,
    disable_person,
    dismiss,
    enable_person,
    end_sessions,
)
from app.oversight.services.tokens import create_token

__all__ = [
    "administer_organisation",
    "appoint",
    "break_glass",
    "change_installation",
    "create_token",
    "disable_person",
    "dismiss",
    "enable_person",
    "end_glass",
    "end_sessions",
    "is_set_up",
    "note_look",
    "retry_job",
    "set_up",
    "setup_code",
    "start_log_export",
]
