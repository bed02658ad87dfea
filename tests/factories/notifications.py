"""Deliveries for tests."""

from itertools import count
from typing import Any

from app.events.models import Event
from app.notifications.models import Delivery
from tests.factories import saved

facts = count(1)


def make_delivery(event: Event, **values: Any) -> Delivery:
    """Make a delivery that was sent."""
    number = next(facts)
    defaults = {
        "fact_id": number,
        "event_id": event.id,
        "recipient": f"guest{number}@example.org",
        "template": "ticket",
        "subject": "Your ticket",
        "text": "Hello",
        "html": "<p>Hello</p>",
        "state": "sent",
        "attempts": 1,
    }
    return saved(lambda: Delivery(**(defaults | values)))
