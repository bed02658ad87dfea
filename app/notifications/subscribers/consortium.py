"""Letters to whoever writes a proposal about its partners: who agreed, declined, stepped back."""

from functools import partial

from flask_babel import gettext as _

from app.core.facts import Fact, subscribe
from app.core.ids import encode_id
from app.identity.facts import InvitationDeclined
from app.identity.queries import actor_for, find_organisation, find_person
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.proposals.facts import ConsortiumPartnerConfirmed, ConsortiumPartnerRemoved
from app.proposals.models import Proposal
from app.proposals.queries import find_named, find_partner, get_proposal


@subscribe(ConsortiumPartnerConfirmed)
def tell_agreement(fact: ConsortiumPartnerConfirmed) -> None:
    """Tell that a partner agreed."""
    partner = find_partner(fact.partner_id)
    if partner is not None:
        _tell(fact, partner.proposal, partial(_agreed, name=partner.name))


@subscribe(InvitationDeclined)
def tell_refusal(fact: InvitationDeclined) -> None:
    """Tell that a partner declined, unless it was taken out or asked again since."""
    partner = find_named(fact.invitation_id)
    if partner is not None:
        _tell(fact, partner.proposal, partial(_declined, name=partner.name))


@subscribe(ConsortiumPartnerRemoved)
def tell_farewell(fact: ConsortiumPartnerRemoved) -> None:
    """Tell that a partner stepped back; whoever takes one out knows of it."""
    person = find_person(fact.actor_id) if fact.actor_id else None
    home = find_organisation(fact.organisation_id) if fact.organisation_id else None
    proposal = get_proposal(fact.proposal_id)
    if person is None or home is None:
        return
    own = actor_for(person).organisation_ids
    if home.id in own and proposal.organisation_id not in own:
        _tell(fact, proposal, partial(_stepped_back, name=home.name))


def _tell(fact: Fact, proposal: Proposal, words: "partial[tuple[str, str]]") -> None:
    def write(reader: Reader) -> Letter:
        subject, said = words()
        return Letter(
            kind="partner_answered",
            subject=subject,
            greeting=greeting(reader),
            paragraphs=(said,),
            details=(
                (_("Proposal"), inert(proposal.title or _("New proposal"))),
                (_("Challenge"), inert(proposal.challenge.title)),
            ),
            button=(
                _("Look after the partners"),
                address(f"/proposals/{encode_id(proposal.id)}/partners"),
            ),
        )

    post(fact, Reader.of(proposal.created_by), write)


def _agreed(name: str) -> tuple[str, str]:
    return (
        _("%(name)s makes the proposal with you", name=inert(name)),
        _("A partner that you named has agreed. It counts now, and reads the proposal."),
    )


def _declined(name: str) -> tuple[str, str]:
    return (
        _("%(name)s does not make the proposal with you", name=inert(name)),
        _(
            "A partner that you named has declined. It does not count. You can take it out, and "
            "name another until the deadline."
        ),
    )


def _stepped_back(name: str) -> tuple[str, str]:
    return (
        _("%(name)s no longer makes the proposal with you", name=inert(name)),
        _("A partner has stepped back and no longer counts. What you submit next is without it."),
    )
