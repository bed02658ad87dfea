"""Who may see that two organisations look like one, and decide what becomes of them."""

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.directory.rules.duplicates import Pair


@permits(Permission.DUPLICATE_VIEW)
def can_view_duplicate(actor: Actor, pair: Pair | None) -> bool:
    """Whether the actor runs the installation or a cluster of both, or owns one and sees the other.

    Without a pair: whether the actor may ask for the list of them.
    """
    if pair is None:
        return actor.is_signed_in
    owned = actor.administered_ids & pair.ids
    # Whoever asks to be merged shows itself to those it asks.
    shown = pair.listed_ids | ({pair.gone_id} if pair.gone_id is not None else set())
    sees_other = owned == pair.ids or pair.ids - owned <= shown
    return _decides(actor, pair) or bool(owned and sees_other)


@permits(Permission.DUPLICATE_DISMISS)
def can_dismiss_duplicate(actor: Actor, pair: Pair) -> bool:
    """Whether the actor runs the installation, or a cluster that both belong to."""
    return _decides(actor, pair)


@permits(Permission.DUPLICATE_MERGE)
def can_merge(actor: Actor, pair: Pair) -> bool:
    """Whether the actor runs the installation or owns both."""
    return actor.is_operator or pair.ids <= actor.administered_ids


@permits(Permission.DUPLICATE_ASK)
def can_ask_to_merge(actor: Actor, pair: Pair) -> bool:
    """Whether the actor owns one of the two, and sees the other."""
    owned = actor.administered_ids & pair.ids
    return len(owned) == 1 and can_view_duplicate(actor, pair)


@permits(Permission.DUPLICATE_ANSWER)
def can_answer_merge(actor: Actor, pair: Pair) -> bool:
    """Whether an owner of the other organisation asked, and the actor owns what would remain."""
    return pair.gone_id is not None and pair.other(pair.gone_id) in actor.administered_ids


def _decides(actor: Actor, pair: Pair) -> bool:
    return actor.is_operator or bool(actor.administered_ids & pair.cluster_ids)
