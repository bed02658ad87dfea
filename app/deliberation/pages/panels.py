"""What deliberations bring to the pages of others: next steps and a tab."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.core.authz import Actor
from app.deliberation.queries.minutes import list_to_sign
from app.deliberation.queries.rooms import list_rooms
from app.web.panels import NextStep, next_steps
from app.web.tabs import jury_tab, part_of_jury

jury_tab(28, lazy_gettext("Deliberation"), "deliberation.show_deliberation")
part_of_jury("/deliberations/")


@next_steps
def rooms(actor: Actor) -> Iterator[NextStep]:
    """Tell jurors which rooms are open, and which minutes wait for their signature."""
    if not actor.is_signed_in:
        return
    for room in list_rooms(actor):
        yield NextStep(
            title=_("Deliberate on “%(title)s”", title=room.challenge.title),
            url=url_for("deliberation.view_room", room_id=room.id),
            note=_("The room is open."),
            icon="scale",
        )
    for minutes in list_to_sign(actor):
        yield NextStep(
            title=_("Sign the minutes of “%(title)s”", title=minutes.room.challenge.title),
            url=url_for("deliberation.view_minutes", room_id=minutes.room_id),
            note=_("Version %(number)s", number=minutes.version),
            icon="document",
        )
