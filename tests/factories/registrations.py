"""Views of the attendees, links of campaigns and lists of people for tests."""

from typing import Any

from app.core import clock
from app.core.content import CheckedFile
from app.core.db import db
from app.core.files import place, store_placed
from app.core.ids import new_id
from app.events.models import Event
from app.registrations.models import AttendeeImport, AttendeeView, CampaignLink
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


def make_attendee_import(event: Event, person: Any, text: str = "") -> AttendeeImport:
    """Make a list of people whose columns are chosen; nobody is registered yet."""
    whole = "Name,E-mail,Company\n" + (text or "Eva Roe,eva@example.org,Acme\n")
    placed = place(CheckedFile(whole.encode(), "people.csv", "text/csv"))

    def make() -> AttendeeImport:
        file = store_placed(placed)
        db.session.flush()
        return AttendeeImport(
            id=new_id(),
            event_id=event.id,
            uploaded_by_id=person.id,
            file_id=file.id,
            sha256=file.sha256,
            columns={"name": 0, "email": 1, "organisation_name": 2},
            chosen_at=clock.now(),
        )

    return saved(make)
