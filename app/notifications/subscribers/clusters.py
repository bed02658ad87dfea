"""Letters about which organisations belong to which clusters."""

from collections.abc import Callable

from flask_babel import gettext as _

from app.core.facts import Fact, subscribe
from app.core.ids import encode_id
from app.identity.facts import (
    ClusterMembershipAccepted,
    ClusterMembershipAsked,
    ClusterMembershipDeclined,
    ClusterMembershipEnded,
)
from app.identity.models import ClusterMembership
from app.identity.queries import find_crossed, list_owners_of
from app.identity.rules import CrossedState, Side, answering_side
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert

Names = dict[str, str]


@subscribe(ClusterMembershipAsked)
def tell_asked(fact: ClusterMembershipAsked) -> None:
    """Ask the owners of the other side, unless the question was taken back meanwhile."""
    crossed = find_crossed(fact.membership_id)
    if crossed is None or crossed.state != CrossedState.ASKED:
        return
    side = answering_side(fact.asked_by)
    _tell(fact, crossed, side, lambda reader: _asked(reader, crossed, fact.asked_by))


def _asked(reader: Reader, crossed: ClusterMembership, asked_by: str) -> Letter:
    names = _names(crossed)
    if asked_by == Side.ORGANISATION:
        subject = _("%(organisation)s asks to join %(cluster)s", **names)
    else:
        subject = _("%(cluster)s asks %(organisation)s to join", **names)
    text = _(
        "A cluster reads the profile of its members and the names and addresses of their owners. "
        "Nothing happens until you accept, and either side can end it at any time."
    )
    return _letter(reader, crossed, "crossed_asked", subject, text, _("Accept or decline"))


@subscribe(ClusterMembershipAccepted)
def tell_accepted(fact: ClusterMembershipAccepted) -> None:
    """Tell who asked that the other side agreed."""
    _tell_answer(fact, fact.membership_id, CrossedState.ACCEPTED)


@subscribe(ClusterMembershipDeclined)
def tell_declined(fact: ClusterMembershipDeclined) -> None:
    """Tell who asked that the other side did not agree."""
    _tell_answer(fact, fact.membership_id, CrossedState.DECLINED)


def _tell_answer(fact: Fact, membership_id: int, state: CrossedState) -> None:
    crossed = find_crossed(membership_id)
    if crossed is not None and crossed.state == state:
        side = Side(crossed.asked_by)
        _tell(fact, crossed, side, lambda reader: _answered(reader, crossed))


def _answered(reader: Reader, crossed: ClusterMembership) -> Letter:
    names = _names(crossed)
    if crossed.state == CrossedState.ACCEPTED:
        subject = _("%(organisation)s now belongs to %(cluster)s", **names)
        text = _("The other side agreed. Its contact people stand on the page.")
        return _letter(reader, crossed, "crossed_accepted", subject, text, _("Open the page"))
    subject = _("%(organisation)s does not join %(cluster)s", **names)
    text = _("The other side declined. You can ask again later.")
    return _letter(reader, crossed, "crossed_declined", subject, text, _("Open the page"))


@subscribe(ClusterMembershipEnded)
def tell_ended(fact: ClusterMembershipEnded) -> None:
    """Tell the other side that a membership ended; a question taken back needs no mail."""
    crossed = find_crossed(fact.membership_id)
    if crossed is None or crossed.state != CrossedState.ENDED or crossed.since is None:
        return
    side = answering_side(fact.ended_by)
    _tell(fact, crossed, side, lambda reader: _ended(reader, crossed))


def _ended(reader: Reader, crossed: ClusterMembership) -> Letter:
    subject = _("%(organisation)s no longer belongs to %(cluster)s", **_names(crossed))
    text = _("The other side ended the membership. It no longer sees what only members show.")
    return _letter(reader, crossed, "crossed_ended", subject, text, _("Open the page"))


def _tell(
    fact: Fact, crossed: ClusterMembership, side: Side, write: Callable[[Reader], Letter]
) -> None:
    owner_of = crossed.cluster_id if side == Side.CLUSTER else crossed.organisation_id
    for person in list_owners_of([owner_of]).get(owner_of, []):
        post(fact, Reader.of(person), write)


def _names(crossed: ClusterMembership) -> Names:
    return {
        "organisation": inert(crossed.organisation.name),
        "cluster": inert(crossed.cluster.name),
    }


def _letter(
    reader: Reader, crossed: ClusterMembership, kind: str, subject: str, text: str, button: str
) -> Letter:
    return Letter(
        kind=kind,
        subject=subject,
        greeting=greeting(reader),
        paragraphs=(text,),
        button=(button, address(f"/cluster-memberships/{encode_id(crossed.id)}")),
    )
