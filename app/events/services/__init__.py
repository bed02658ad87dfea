"""Use cases of events: the event itself, its programme, its team and its partners."""

from app.events.services.events import change_event, create_event, publish_event
from app.events.services.people import (
    add_partner,
    add_team_member,
    remove_partner,
    remove_team_member,
)
from app.events.services.programme import add_session, change_session, remove_session

__all__ = [
    "add_partner",
    "add_session",
    "add_team_member",
    "change_event",
    "change_session",
    "create_event",
    "publish_event",
    "remove_partner",
    "remove_session",
    "remove_team_member",
]
