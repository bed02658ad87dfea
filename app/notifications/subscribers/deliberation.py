"""Letters about deliberations: the minutes wait for a signature."""

from functools import partial

from flask_babel import gettext as _

from app.core.authz import SYSTEM
from app.core.facts import subscribe
from app.core.ids import encode_id
from app.deliberation.facts import MinutesWritten
from app.deliberation.models import Room
from app.deliberation.queries.rooms import get_place, list_presence
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert


@subscribe(MinutesWritten)
def ask_to_sign(fact: MinutesWritten) -> None:
    """Ask everybody who took part to read the minutes and sign them."""
    room = get_place(SYSTEM, fact.room_id).room
    people = {one.person_id: one.person for one in list_presence(room)}
    for person in people.values():
        post(fact, Reader.of(person), partial(_to_sign, room, fact.version))


def _to_sign(room: Room, version: int, reader: Reader) -> Letter:
    return Letter(
        kind="minutes_written",
        subject=_("Minutes to sign: %(title)s", title=inert(room.challenge.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The minutes of the deliberation are written. Read them and sign them on the page; "
                "whoever signed an earlier version is asked again, for the text has changed."
            ),
        ),
        details=((_("Challenge"), inert(room.challenge.title)), (_("Version"), str(version))),
        button=(_("Read the minutes"), address(f"/deliberations/{encode_id(room.id)}/minutes")),
    )
