"""Letters to those who asked an organisation to let them in: what its owners answered."""

from flask_babel import gettext as _

from app.core.facts import Fact, subscribe
from app.core.ids import encode_id
from app.identity.facts import InvitationAccepted, InvitationDeclined
from app.identity.queries import find_organisation, find_person
from app.identity.rules import Purpose
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert


@subscribe(InvitationAccepted)
def tell_let_in(fact: InvitationAccepted) -> None:
    """Tell who asked that they belong to the organisation now."""
    if fact.purpose == Purpose.JOINING:
        _tell(fact, fact.sender_id, fact.organisation_id, is_in=True)


@subscribe(InvitationDeclined)
def tell_not_let_in(fact: InvitationDeclined) -> None:
    """Tell who asked that the owners declined."""
    if fact.purpose == Purpose.JOINING:
        _tell(fact, fact.sender_id, fact.organisation_id, is_in=False)


def _tell(fact: Fact, sender_id: int | None, organisation_id: int | None, *, is_in: bool) -> None:
    person = find_person(sender_id) if sender_id is not None else None
    organisation = find_organisation(organisation_id) if organisation_id is not None else None
    if person is None or organisation is None:
        return
    name = inert(organisation.name)
    path = f"/organisations/{encode_id(organisation.id)}" if is_in else "/organisations"

    def write(reader: Reader) -> Letter:
        if is_in:
            subject = _("You now belong to %(name)s", name=name)
            text = _("An owner let you in. You can propose and post challenges in its name.")
        else:
            subject = _("%(name)s did not let you in", name=name)
            text = _("Its owners declined. If you work there, speak to them and ask again.")
        return Letter(
            kind="joining_answered",
            subject=subject,
            greeting=greeting(reader),
            paragraphs=(text,),
            button=(_("Open the page"), address(path)),
        )

    post(fact, Reader.of(person), write)
