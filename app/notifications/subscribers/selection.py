"""Letters between a draft and the shortlist: reminders of drafts, replies and their answers."""

from functools import partial

from flask_babel import gettext as _

from app.core.facts import subscribe
from app.core.ids import encode_id
from app.events.policies import LEADS
from app.events.queries import list_team
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.queries import REMINDER
from app.notifications.rules import inert
from app.proposals.models import Proposal
from app.proposals.queries import get_proposal, get_submitted
from app.selection.facts import DraftsReminded, FindingConfirmed, FindingReplied
from app.selection.queries.reminders import list_reminded
from app.selection.queries.screening import find_finding
from app.web.i18n import format_instant


@subscribe(DraftsReminded)
def remind_of_drafts(fact: DraftsReminded) -> None:
    """Remind the writer of each draft that is still one; who handed in meanwhile gets no mail."""
    for draft in list_reminded(fact.reminder_id):
        post(fact, Reader.of(draft.created_by), partial(_reminder, fact, draft))


def _reminder(fact: DraftsReminded, draft: Proposal, reader: Reader) -> Letter:
    challenge = draft.challenge
    closes = format_instant(challenge.closes_at, challenge.event.timezone)
    return Letter(
        kind=REMINDER,
        about=fact.reminder_id,
        subject=_("Your proposal is not handed in yet: %(title)s", title=inert(challenge.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "%(organisation)s has a draft of a proposal that is not handed in. The organisers "
                "of %(event)s see that it is there, but not what it says.",
                organisation=inert(draft.organisation.name),
                event=inert(challenge.event.name),
            ),
        ),
        details=((_("Challenge"), inert(challenge.title)), (_("Closes"), closes)),
        button=(_("Go on writing"), address(f"/proposals/{encode_id(draft.id)}/edit")),
        after=(_("If you no longer want to take part, withdraw the draft on the same page."),),
    )


@subscribe(FindingReplied)
def tell_reply(fact: FindingReplied) -> None:
    """Tell those who screen that a reply waits for their answer."""
    proposal = get_proposal(fact.proposal_id)
    for member in list_team(proposal.challenge.event):
        if member.role in LEADS:
            post(fact, Reader.of(member.person), partial(_replied, proposal))


@subscribe(FindingConfirmed)
def tell_confirmation(fact: FindingConfirmed) -> None:
    """Tell the writer that their reply was read, and did not turn the finding."""
    proposal = get_proposal(fact.proposal_id)
    post(fact, Reader.of(proposal.created_by), partial(_confirmed, proposal))


def _replied(proposal: Proposal, reader: Reader) -> Letter:
    event, title = proposal.challenge.event, inert(get_submitted(proposal).title)
    page = f"/manage/{event.slug}/proposals/{encode_id(proposal.id)}/screen"
    return Letter(
        kind="finding_replied",
        subject=_("A reply to a screening waits for you: %(title)s", title=title),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "%(organisation)s has replied to the finding that its proposal is not eligible. "
                "Nothing can be decided on the challenge before you answer.",
                organisation=inert(proposal.organisation.name),
            ),
        ),
        details=((_("Proposal"), title), (_("Challenge"), inert(proposal.challenge.title))),
        button=(_("Read the reply"), address(page)),
    )


def _confirmed(proposal: Proposal, reader: Reader) -> Letter:
    title, finding = inert(get_submitted(proposal).title), find_finding(proposal.id)
    return Letter(
        kind="finding_confirmed",
        subject=_("Your reply was read: %(title)s", title=title),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The organisers have read your reply and looked at your proposal again. They still "
                "find that it does not keep to the conditions of the challenge, so it does not go "
                "to the jury."
            ),
        ),
        details=(
            (_("Proposal"), title),
            (_("Their answer"), inert(finding.answer) if finding else ""),
        ),
        button=(_("Look at your proposal"), address(f"/proposals/{encode_id(proposal.id)}")),
    )
