"""Letters about organisations that are to become one, or did."""

from collections.abc import Callable, Iterable

from flask_babel import gettext as _

from app.core.facts import Fact, subscribe
from app.core.ids import encode_id
from app.directory.facts import MergeAsked, MergeDeclined, OrganisationsMerged
from app.directory.queries.duplicates import find_question
from app.identity.models import Organisation, Person
from app.identity.queries import find_organisation, list_members, list_owners_of
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert


@subscribe(MergeAsked)
def tell_asked(fact: MergeAsked) -> None:
    """Ask the owners of the organisation that would stay, unless it was decided meanwhile."""
    pair = find_question(fact.gone_id, fact.survivor_id)
    if pair is None:
        return
    first_goes = pair.first_id == fact.gone_id
    gone, survivor = (pair.first, pair.second) if first_goes else (pair.second, pair.first)
    subject_of = {"gone": inert(gone.name), "survivor": inert(survivor.name)}

    def write(reader: Reader) -> Letter:
        text = _(
            "The owners of %(gone)s say that both are one organisation. If you accept, its people, "
            "proposals and tickets come to %(survivor)s, and its page leads to yours. This cannot "
            "be undone; the page says what would move.",
            **subject_of,
        )
        return Letter(
            kind="merge_asked",
            subject=_("%(gone)s asks to be merged into %(survivor)s", **subject_of),
            greeting=greeting(reader),
            paragraphs=(text,),
            button=(_("Compare the two"), address(f"/duplicates/{encode_id(pair.id)}")),
        )

    _tell_owners(fact, fact.survivor_id, write)


@subscribe(MergeDeclined)
def tell_declined(fact: MergeDeclined) -> None:
    """Tell the owners of the organisation that asked."""
    gone, survivor = find_organisation(fact.gone_id), find_organisation(fact.survivor_id)
    if gone is None or survivor is None:
        return
    names = {"gone": inert(gone.name), "survivor": inert(survivor.name)}

    def write(reader: Reader) -> Letter:
        return Letter(
            kind="merge_declined",
            subject=_("%(gone)s is not merged into %(survivor)s", **names),
            greeting=greeting(reader),
            paragraphs=(_("The owners of %(survivor)s declined. Both stay as they are.", **names),),
            button=(_("Open your organisation"), _page_of(gone)),
        )

    _tell_owners(fact, gone.id, write)


@subscribe(OrganisationsMerged)
def tell_merged(fact: OrganisationsMerged) -> None:
    """Tell everybody of what is one organisation now; who owned what is gone may not own it."""
    kept = find_organisation(fact.organisation_id)
    if kept is None:
        return
    name = inert(kept.name)

    def write(reader: Reader) -> Letter:
        text = _(
            "Two entries of your organisation were merged into one. People, proposals and tickets "
            "of both are there now, and the old address leads to it. Look at who its owners are."
        )
        return Letter(
            kind="merge_done",
            subject=_("%(name)s now stands here once", name=name),
            greeting=greeting(reader),
            paragraphs=(text,),
            button=(_("Look at its people"), _page_of(kept) + "/people"),
        )

    _tell(fact, list_members(kept), write)


def _page_of(organisation: Organisation) -> str:
    return address(f"/organisations/{encode_id(organisation.id)}")


def _tell_owners(fact: Fact, organisation_id: int, write: Callable[[Reader], Letter]) -> None:
    _tell(fact, list_owners_of([organisation_id]).get(organisation_id, []), write)


def _tell(fact: Fact, people: Iterable[Person], write: Callable[[Reader], Letter]) -> None:
    for person in people:
        if person.id != fact.actor_id:
            post(fact, Reader.of(person), write)
