"""Letters about invitations to challenges: to those who are invited, and what they answered."""

from functools import partial

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.core.ids import encode_id
from app.identity.queries import find_person, list_owners_of
from app.matching.facts import ChallengeInvitationAnswered, OrganisationInvitedToChallenge
from app.matching.models import ChallengeInvitation
from app.matching.queries.invitations import find_invitation
from app.matching.rules import Answer
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.web.i18n import format_deadline


@subscribe(OrganisationInvitedToChallenge)
def tell_invited(fact: OrganisationInvitedToChallenge) -> None:
    """Tell the owners of an organisation that a challenge owner invites it."""
    invitation = find_invitation(fact.invitation_id)
    if invitation is None or invitation.answer is not None:
        return
    owners = list_owners_of([invitation.organisation_id]).get(invitation.organisation_id, [])
    for person in owners:
        post(fact, Reader.of(person), partial(_invited, invitation=invitation))


def _invited(reader: Reader, invitation: ChallengeInvitation) -> Letter:
    challenge = invitation.challenge
    return Letter(
        kind="challenge_invitation",
        subject=_(
            "%(owner)s invites you: %(title)s",
            owner=inert(challenge.owner_organisation.name),
            title=inert(challenge.title),
        ),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "A company found %(name)s in the directory and thinks that it could answer its "
                "challenge. Read it and say whether it interests you; nobody expects more.",
                name=inert(invitation.organisation.name),
            ),
        ),
        details=(
            (_("Challenge"), inert(challenge.title)),
            (_("Proposals until"), format_deadline(challenge.closes_at, challenge.event.timezone)),
        ),
        button=(_("Read and answer"), _page(invitation)),
        after=(_("You can take no more invitations on the same page."),),
    )


@subscribe(ChallengeInvitationAnswered)
def tell_answered(fact: ChallengeInvitationAnswered) -> None:
    """Tell who invited what the organisation answered."""
    invitation = find_invitation(fact.invitation_id)
    if invitation is None or invitation.invited_by_id is None:
        return
    person = find_person(invitation.invited_by_id)
    if person is not None:
        post(fact, Reader.of(person), partial(_answered, invitation=invitation))


def _answered(reader: Reader, invitation: ChallengeInvitation) -> Letter:
    name = inert(invitation.organisation.name)
    if invitation.answer == Answer.INTERESTED:
        subject = _("%(name)s is interested in your challenge", name=name)
        text = _("It may now write a proposal. You see it once it is handed in.")
    else:
        subject = _("%(name)s does not take up your challenge", name=name)
        text = _("It read your challenge and says that it is not for it.")
    path = f"/challenges/{encode_id(invitation.challenge_id)}/candidates"
    return Letter(
        kind="challenge_invitation_answered",
        subject=subject,
        greeting=greeting(reader),
        paragraphs=(text,),
        details=((_("Challenge"), inert(invitation.challenge.title)),),
        button=(_("See who could answer"), address(path)),
    )


def _page(invitation: ChallengeInvitation) -> str:
    return address(f"/organisations/{encode_id(invitation.organisation_id)}/suggestions")
