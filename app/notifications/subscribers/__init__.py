"""Which letters follow from which facts."""

from app.notifications import sending
from app.notifications.subscribers import challenges, juries, people, proposals, tickets

__all__ = ["challenges", "juries", "people", "proposals", "sending", "tickets"]
