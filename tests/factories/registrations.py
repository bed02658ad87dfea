"""Views of the attendees and links of campaigns for tests."""

from typing import Any

from app.core.ids import new_id
from app.events.models import Event
from app.registrations.models import AttendeeView, CampaignLink
from tests.factories import numbers, saved


def make_view(event: Event, person: Any, **values: Any) -> AttendeeView:
    """Make a way to look at the attendees of an event."""
    name = values.pop("name", None) or f"View {next(numbers)}"
    asked = values.pop("asked", None) or {"country": "PL"}
    ids = {"id": new_id(), "event_id": event.id, "person_id": person.id}
    return saved(lambda: AttendeeView(name=name, asked=asked, **ids, **values))


def make_campaign_link(event: Event, channel: str = "summer-newsletter") -> CampaignLink:
    """Make a link of a campaign."""
    return saved(lambda: CampaignLink(id=new_id(), event_id=event.id, channel=channel))
