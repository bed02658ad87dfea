"""Letters about accounts."""

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.identity.facts import MemberInvited, PersonRegistered
from app.identity.models import Invitation
from app.identity.queries import find_invitation, find_person_by_email, get_person
from app.identity.services import link_of
from app.notifications.letters import Letter, Reader, address, greeting, post


@subscribe(PersonRegistered)
def welcome(fact: PersonRegistered) -> None:
    """Welcome somebody who registered; people who were invited get their invitation instead."""
    person = get_person(fact.person_id)
    if person.password_hash is not None:
        post(fact, Reader.of(person), _welcome)


def _welcome(reader: Reader) -> Letter:
    return Letter(
        kind="welcome",
        subject=_("Welcome to Innoday"),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Your account is ready. From your home page you see the events that are coming, "
                "the challenges that companies have posted, and what waits for you."
            ),
        ),
        details=((_("You sign in with"), reader.email),),
        button=(_("Go to your home page"), address("/home")),
        after=(_("If this was not you, you need not do anything."),),
    )


@subscribe(MemberInvited)
def invite_member(fact: MemberInvited) -> None:
    """Tell somebody who asks them into which organisation, unless that was withdrawn meanwhile."""
    invitation = find_invitation(fact.invitation_id)
    if invitation is not None:
        has_account = find_person_by_email(invitation.email) is not None
        reader = Reader.at(invitation.email)
        post(fact, reader, lambda reader: _invitation(reader, invitation, has_account=has_account))


def _invitation(reader: Reader, invitation: Invitation, *, has_account: bool) -> Letter:
    names = {"person": invitation.invited_by.name, "organisation": invitation.organisation.name}
    first = _(
        "%(person)s asks you to join %(organisation)s on Innoday. Members propose and post "
        "challenges in its name. Nothing happens until you accept.",
        **names,
    )
    next_one = _("You have no account with this address yet. Create one, then accept or decline.")
    return Letter(
        kind="member_invited",
        subject=_("%(person)s asks you to join %(organisation)s", **names),
        greeting=greeting(reader),
        paragraphs=(first,) if has_account else (first, next_one),
        button=(_("Accept or decline"), address(f"/invitations/{link_of(invitation)}")),
        after=(_("If you do not know the sender, you need not do anything."),),
    )
