"""Use cases of oversight."""

from app.oversight.services.log import start_log_export
from app.oversight.services.tokens import create_token

__all__ = ["create_token", "start_log_export"]
