"""The door for programs: what organisers set up, and what scanners call."""

from app.checkin.api import board, devices, setup
from app.checkin.api.frame import blueprint

__all__ = ["blueprint", "board", "devices", "setup"]
