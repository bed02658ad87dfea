"""Letters of invitation: fixed words around names that cannot act, and the one link."""

from collections.abc import Callable

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.core.ids import encode_id
from app.core.installation import site
from app.events.messages import ROLES as TEAM_ROLES
from app.identity.choices import ROLE_HINTS, ROLES
from app.identity.facts import InvitationSent
from app.identity.models import Invitation, Organisation
from app.identity.queries import find_invitation, find_person_by_email, list_owners_of
from app.identity.rules import ASKED_OF_OWNERS, MemberRole, Purpose
from app.identity.services import link_of
from app.juries.messages import SEAT_HINTS, SEATS
from app.notifications.letters import Letter, Reader, address, greeting, post, when_and_where
from app.notifications.rules import inert
from app.web.i18n import format_day

Words = tuple[str, tuple[str, ...]]


@subscribe(InvitationSent)
def send_invitation(fact: InvitationSent) -> None:
    """Write to whoever is invited, unless that was answered, withdrawn or sent again since."""
    invitation = find_invitation(fact.invitation_id)
    if invitation is None or invitation.sent_count != fact.sent_count:
        return
    is_for_owners = invitation.purpose in ASKED_OF_OWNERS
    if invitation.email is not None and not is_for_owners:
        _write_to_address(fact, invitation, invitation.email)
    elif invitation.organisation is not None:
        _write_to_owners(fact, invitation, invitation.organisation)


def _write_to_address(fact: InvitationSent, invitation: Invitation, email: str) -> None:
    """Write to an address; the letter alone says whether there is an account."""
    has_account = find_person_by_email(email) is not None
    reader = Reader.at(email, "" if has_account else inert(invitation.given_name or ""))
    path = f"/invitation/{link_of(invitation)}"

    def write(reader: Reader) -> Letter:
        what_next = (
            _("Sign in with this address, then accept or decline.")
            if has_account
            else _("You need no account yet: the link leads to where you make one as you accept.")
        )
        warning = _(
            "The link is for you alone: whoever has it can answer for you. If you do not know "
            "the sender, you need not do anything."
        )
        return _letter(reader, invitation, path, what_next, warning)

    post(fact, reader, write)


def _write_to_owners(fact: InvitationSent, invitation: Invitation, asked: Organisation) -> None:
    """Write to all who may answer for an organisation; they sign in for that."""
    path = f"/invitations/{encode_id(invitation.id)}"

    def write(reader: Reader) -> Letter:
        what_next = _("Any owner of %(name)s can answer.", name=inert(asked.name))
        warning = _("If you do not know the sender, you need not do anything.")
        return _letter(reader, invitation, path, what_next, warning)

    for owner in list_owners_of([asked.id]).get(asked.id, []):
        post(fact, Reader.of(owner), write)


def _letter(
    reader: Reader, invitation: Invitation, path: str, what_next: str, warning: str
) -> Letter:
    subject, asked = _WORDS[Purpose(invitation.purpose)](invitation)
    return Letter(
        kind=f"{invitation.purpose}_invitation",
        subject=subject,
        greeting=greeting(reader),
        paragraphs=(*asked, _("Nothing happens until you accept.") + " " + what_next),
        details=(
            *(when_and_where(invitation.event) if invitation.event else ()),
            (_("Open until"), format_day(invitation.expires_at, "UTC")),
        ),
        button=(_("Accept or decline"), address(path)),
        after=(warning,),
    )


def _membership(invitation: Invitation) -> Words:
    role = invitation.role or MemberRole.MEMBER
    names = {
        "person": inert(invitation.invited_by.name),
        "organisation": inert(invitation.organisation.name if invitation.organisation else ""),
    }
    asked = _(
        "%(person)s asks you to join %(organisation)s on %(site)s. %(role)s: %(hint)s",
        site=site().name,
        role=str(ROLES[role]),
        hint=str(ROLE_HINTS[role]),
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
    role = invitation.role or "member"
    seat = _("Your seat: %(role)s. %(hint)s", role=str(SEATS[role]), hint=str(SEAT_HINTS[role]))
    more = _("The page behind the link says what awaits you, and what you promise by accepting.")
    words = (asked, seat, more) if invitation.role else (asked,)
    return _("You are invited to the jury of %(event)s", **names), words


def _team(invitation: Invitation) -> Words:
    names = {
        "person": inert(invitation.invited_by.name),
        "event": inert(invitation.event.name),
        "role": str(TEAM_ROLES[invitation.role or ""]).lower(),
        "cluster": inert(invitation.organisation.name if invitation.organisation else ""),
    }
    asked = _(
        "%(person)s asks you to join the team of %(event)s as %(role)s, acting for %(cluster)s.",
        **names,
    )
    return _("%(person)s asks you to join the team of %(event)s", **names), (asked,)


def _partner(invitation: Invitation) -> Words:
    names = {
        "person": inert(invitation.invited_by.name),
        "event": inert(invitation.event.name),
        "lead": inert(invitation.event.lead_organisation.name),
        "cluster": inert(invitation.organisation.name if invitation.organisation else ""),
    }
    asked = _(
        "%(person)s asks for %(lead)s whether %(cluster)s co-organises %(event)s. A co-organiser "
        "invites and looks after its own participants.",
        **names,
    )
    return _("%(cluster)s is asked to co-organise %(event)s", **names), (asked,)


def _joining(invitation: Invitation) -> Words:
    person = invitation.invited_by
    names = {
        "person": inert(person.name),
        "organisation": inert(invitation.organisation.name if invitation.organisation else ""),
    }
    asked = _(
        "%(person)s (%(email)s) asks to be let into %(organisation)s as a member, who proposes and "
        "posts challenges in its name.",
        email=inert(person.email),
        **names,
    )
    return _("%(person)s asks to join %(organisation)s", **names), (asked,)


def _consortium(invitation: Invitation) -> Words:
    names = {
        "person": inert(invitation.invited_by.name),
        "organisation": inert(invitation.organisation.name if invitation.organisation else ""),
        "event": inert(invitation.event.name),
    }
    asked = _(
        "%(person)s of %(organisation)s asks you to be a partner in a proposal to a challenge of "
        "%(event)s. Whoever accepts agrees for their organisation, which is then named in it.",
        **names,
    )
    return _("%(organisation)s asks you to make a proposal together", **names), (asked,)


def _applicant(invitation: Invitation) -> Words:
    names = {
        "person": inert(invitation.invited_by.name),
        "organisation": inert(invitation.organisation.name if invitation.organisation else ""),
        "event": inert(invitation.event.name),
    }
    asked = _(
        "%(person)s, who runs %(event)s, entered %(organisation)s there with what you sent to the "
        "organisers elsewhere. Whoever accepts becomes its owner and reads its proposals.",
        **names,
    )
    return _("Your proposal to %(event)s", **names), (asked,)


def _expert(invitation: Invitation) -> Words:
    names = {
        "person": inert(invitation.invited_by.name),
        "cluster": inert(invitation.organisation.name if invitation.organisation else ""),
    }
    asked = _(
        "%(person)s of %(cluster)s asks whether you want to be in its pool of experts, from which "
        "juries of innovation challenges are drawn. It obliges you to nothing, and you can leave "
        "it with one click.",
        **names,
    )
    return _("%(cluster)s asks you into its pool of experts", **names), (asked,)


_WORDS: dict[Purpose, Callable[[Invitation], Words]] = {
    Purpose.MEMBERSHIP: _membership,
    Purpose.JURY: _jury,
    Purpose.TEAM: _team,
    Purpose.PARTNER: _partner,
    Purpose.JOINING: _joining,
    Purpose.CONSORTIUM: _consortium,
    Purpose.APPLICANT: _applicant,
    Purpose.EXPERT: _expert,
}
