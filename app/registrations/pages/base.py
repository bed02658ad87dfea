"""What the pages of registrations share: their blueprint, their tabs, the way in."""

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.registrations.messages import COLUMNS, channel_words
from app.registrations.rules.columns import Column
from app.web.guards import actor
from app.web.tabs import ticket_tab

blueprint = Blueprint("registrations", __name__)
LIST = "registrations.list_attendees"
ticket_tab(20, _("Attendees"), LIST, Permission.TICKET_VIEW)
ticket_tab(50, _("Figures"), "registrations.figures", Permission.TICKET_VIEW, "registrations.links")
blueprint.add_app_template_filter(channel_words, "channel")


def managed(slug: str, permission: Permission = Permission.TICKET_VIEW) -> Any:
    """Return an event of whose registrations the reader may see something, or manage them."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), permission, event)
    return event


@blueprint.app_template_filter("attendee_column")
def column_words(column: Column) -> str:
    """Return the words of a column of the list."""
    return str(COLUMNS[column])
