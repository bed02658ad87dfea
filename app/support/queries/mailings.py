"""A cluster's mailings with how far each is; whoever sends mail says what became of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.core import clock
from app.core.authz import Actor
from app.events.models import Event
from app.support.models import Mailing
from app.support.queries.participants import list_mailings
from app.support.rules.progress import Progress, progress_of

# By mailing and state of a mail: how many there are.
Tell = Callable[[int, Collection[int]], Mapping[int, Mapping[str, int]]]
TOLD_FOR = timedelta(days=1)  # no mail after that: they were let go, or came from elsewhere
_tellers: list[Tell] = []


def tells_what_became(tell: Tell) -> Tell:
    """Register what knows the mails of an event's mailings."""
    _tellers[:] = [tell]
    return tell


@dataclass(frozen=True)
class Followed:
    """A mailing, and how far it is; None once its mails are let go."""

    mailing: Mailing
    progress: Progress | None


def follow_mailings(actor: Actor, event: Event) -> list[Followed]:
    """Return the mailings within the actor's fence and how far they are, the latest first."""
    found = list_mailings(actor, event)
    counts = _counts(event.id, found)
    return [Followed(one, _progress(one, counts.get(one.id, {}))) for one in found]


def _counts(event_id: int, found: Sequence[Mailing]) -> Mapping[int, Mapping[str, int]]:
    if not found or not _tellers:
        return {}
    return _tellers[0](event_id, [one.id for one in found])


def _progress(one: Mailing, counts: Mapping[str, int]) -> Progress | None:
    if not counts and one.created_at < clock.now() - TOLD_FOR:
        return None
    return progress_of(one.recipients, counts)
