"""Letters about confidential documents: to owners when somebody asks, to readers when answered."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.core.ids import encode_id
from app.documents.facts import AccessAnswered, AccessAsked
from app.documents.models import Access
from app.documents.queries import get_access
from app.documents.rules import AccessState
from app.identity.queries import list_members
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert


@subscribe(AccessAsked)
def ask_owner(fact: AccessAsked) -> None:
    """Tell the owner's people that an organisation asks to see their documents."""
    access = get_access(fact.access_id)
    if access.state != AccessState.ASKED:
        return
    for person in list_members(access.challenge.owner_organisation):
        post(fact, Reader.of(person), lambda reader: _asked(reader, access))


@subscribe(AccessAnswered)
def tell_answer(fact: AccessAnswered) -> None:
    """Tell whoever asked what was answered, unless it was answered otherwise meanwhile."""
    access = get_access(fact.access_id)
    if access.state == fact.state:
        post(fact, Reader.of(access.asked_by), lambda reader: _answered(reader, access))


def _asked(reader: Reader, access: Access) -> Letter:
    names = {"name": inert(access.organisation.name), "title": inert(access.challenge.title)}
    return Letter(
        kind="access_asked",
        subject=_("%(name)s asks to see your documents", name=names["name"]),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "%(name)s asks to see the documents of “%(title)s” that stand under your "
                "agreement. Check that it may apply, then let it in or say why not.",
                **names,
            ),
        ),
        button=(_("Answer"), _page(access, "readers")),
        about=access.id,
    )


def _answered(reader: Reader, access: Access) -> Letter:
    title = inert(access.challenge.title)
    said = {
        AccessState.CONFIRMED: _(
            "Your organisation may see the documents of “%(title)s” that stand under an agreement. "
            "Read and accept the agreement, and they are open to you.",
            title=title,
        ),
        AccessState.REFUSED: _(
            "Your organisation is not shown the confidential documents of “%(title)s”.", title=title
        ),
        AccessState.WITHDRAWN: _(
            "Your organisation no longer sees the confidential documents of “%(title)s”. Delete "
            "the copies that you have.",
            title=title,
        ),
    }
    return Letter(
        kind="access_answered",
        subject=_("About the documents of %(title)s", title=title),
        greeting=greeting(reader),
        paragraphs=(said[AccessState(access.state)],),
        quotation=tuple(inert(access.reason).splitlines()),
        button=(_("Look at the answer"), _page(access, "access")),
        about=access.id,
    )


def _page(access: Access, name: str) -> str:
    return address(f"/challenges/{encode_id(access.challenge_id)}/{name}")
