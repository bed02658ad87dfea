"""Use cases of events: the event itself, its programme, its team and its partners."""

from app.events.services.events import change_event, create_event, publish_event
from app.events.services.keys import change_badge_key, retire_badge_key
from app.events.services.partners import ask_partner, remove_partner
from app.events.services.portals import change_portal, open_portal
from app.events.services.programme import add_session, change_session, remove_session
from app.events.services.team import (
    change_team_member,
    invite_team_member,
    remove_team_member,
)

__all__ = [
    "add_session",
    "ask_partner",
    "change_badge_key",
    "change_event",
    "change_portal",
    "change_session",
    "change_team_member",
    "create_event",
    "invite_team_member",
    "open_portal",
    "publish_event",
    "remove_partner",
    "remove_session",
    "remove_team_member",
    "retire_badge_key",
]
