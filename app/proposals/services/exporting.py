"""Having the proposals to a challenge packed into one file, by the worker."""

from collections.abc import Callable
from dataclasses import replace

from app.challenges.queries import get_challenge, get_visible_challenge
from app.core import jobs, work
from app.core.authz import Actor, authorize
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.core.work import Work
from app.proposals.facts import ProposalsExported
from app.proposals.policies import export_fence, is_reading_owner
from app.proposals.queries import closed_to, list_packed

KIND = "proposals"
PACK = "pack_proposals"

# What an owner's archive holds beside the proposals: the name of a file and its text, by challenge.
Extra = Callable[[int], tuple[str, str] | None]
_extras: list[Extra] = []


def adds_to_owners_archive(extra: Extra) -> Extra:
    """Register what belongs to the owner alone and goes into no other archive."""
    _extras.append(extra)
    return extra


def extras_of(challenge_id: int) -> list[tuple[str, str]]:
    """Return the files that the archive of a challenge's owner holds beside the proposals."""
    found = (extra(challenge_id) for extra in _extras)
    return [one for one in found if one is not None]


work.kind_needs(
    KIND,
    Permission.CHALLENGE_EXPORT,
    get_challenge,
    reach=lambda actor, challenge: export_fence(actor, challenge).clusters,
)


def start_export(actor: Actor, challenge_id: int, *, title: str = "", back_url: str = "") -> Work:
    """Ask for the proposals to a challenge that the actor may read, as one file."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.CHALLENGE_EXPORT, challenge)
    seen, for_owner = export_fence(actor, challenge), is_reading_owner(actor, challenge)
    seen = replace(seen, closed=closed_to(actor, challenge.event_id))
    if not list_packed(challenge.id, seen, for_owner=for_owner):
        raise Conflict("nothing_to_export")
    begun = work.start_work(
        actor,
        KIND,
        challenge.event_id,
        title=title,
        back_url=back_url,
        clusters=seen.clusters,
    )
    begun.thing_id = challenge.id
    jobs.enqueue(
        PACK,
        work_id=begun.id,
        challenge_id=challenge.id,
        clusters=None if seen.clusters is None else sorted(seen.clusters),
        closed=sorted(seen.closed),
        for_owner=for_owner,
        reader=actor.name,
    )
    record(
        ProposalsExported(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            work_id=begun.id,
        )
    )
    return begun
