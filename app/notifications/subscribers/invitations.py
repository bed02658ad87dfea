"""Letters of invitation: fixed words around names that cannot act, and the one link."""

from collections.abc import Callable

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.identity.facts import InvitationSent
from app.identity.models import Invitation
from app.identity.queries import find_invitation, find_person_by_email
from app.identity.rules import Purpose
from app.identity.services import link_of
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where
from app.notifications.rules import inert
from app.web.i18n import format_day

Words = tuple[str, tuple[str, ...]]


@subscribe(InvitationSent)
def send_invitation(fact: InvitationSent) -> None:
    """Write to whoever is invited, unless that was answered, withdrawn or sent again since."""
    invitation = find_invitation(fact.invitation_id)
    if invitation is None or invitation.email is None:
        return
    if invitation.sent_count != fact.sent_count:
        return
    found, has_account = invitation, find_person_by_email(invitation.email) is not None
    name = "" if has_account else inert(found.given_name or "")
    reader = Reader.at(invitation.email, name)
    post(fact, reader, lambda reader: _letter(reader, found, has_account=has_account))


def _letter(reader: Reader, invitation: Invitation, *, has_account: bool) -> Letter:
    subject, asked = _WORDS[Purpose(invitation.purpose)](invitation)
    next_one = (
        _("Sign in with this address, then accept or decline.")
        if has_account
        else _("You need no account yet: the link leads to where you make one as you accept.")
    )
    return Letter(
        kind=f"{invitation.purpose}_invitation",
        subject=subject,
        greeting=greeting(reader),
        paragraphs=(*asked, _("Nothing happens until you accept.") + " " + next_one),
        details=(
            *(when_and_where(invitation.event) if invitation.event else ()),
            (_("Open until"), format_day(invitation.expires_at, "UTC")),
        ),
        button=(_("Accept or decline"), address(f"/invitation/{link_of(invitation)}")),
        after=(
            _(
                "The link is for you alone: whoever has it can answer for you. If you do not "
                "know the sender, you need not do anything."
            ),
        ),
    )


def _membership(invitation: Invitation) -> Words:
    names = {
        "person": inert(invitation.invited_by.name),
        "organisation": inert(invitation.organisation.name if invitation.organisation else ""),
    }
    asked = _(
        "%(person)s asks you to join %(organisation)s on Innoday. Members propose and post "
        "challenges in its name.",
        **names,
    )
    return _("%(person)s asks you to join %(organisation)s", **names), (asked,)


def _jury(invitation: Invitation) -> Words:
    names = {"person": inert(invitation.invited_by.name), "event": inert(invitation.event.name)}
    asked = _(
        "%(person)s asks you to judge proposals at %(event)s. You score each one by the criteria "
        "of its challenge, and say in a sentence why. You see only what is assigned to you, and "
        "you can step back from a proposal if you know its authors.",
        **names,
    )
    return _("You are invited to the jury of %(event)s", **names), (asked,)


_WORDS: dict[Purpose, Callable[[Invitation], Words]] = {
    Purpose.MEMBERSHIP: _membership,
    Purpose.JURY: _jury,
}
