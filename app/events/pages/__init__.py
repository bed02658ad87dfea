"""Pages of events: for everybody, for whoever signs in, for those who run one."""

from app.events.pages import home, invitations, manage, portals, programme, public, team
from app.events.pages.frame import blueprint

__all__ = [
    "blueprint",
    "home",
    "invitations",
    "manage",
    "portals",
    "programme",
    "public",
    "team",
]
