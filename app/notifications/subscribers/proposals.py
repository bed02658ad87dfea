"""Letters to those who propose: the receipt, what the screening found, and the outcome."""

from typing import Any

from flask_babel import gettext as _

from app.core import clock
from app.core.facts import subscribe
from app.core.ids import encode_id
from app.feedback.queries.letters import reply_days_of
from app.feedback.rules.replying import reply_until
from app.notifications.attachments import receipt_of
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.proposals.facts import OutcomeTold, ProposalScreened, ProposalSubmitted
from app.proposals.queries import get_proposal
from app.selection.queries.screening import find_finding
from app.selection.rules.screening import ReplyState, reply_state
from app.web.i18n import format_instant

INELIGIBLE, ELIGIBLE = "ineligible", "eligible"


@subscribe(ProposalSubmitted)
def send_receipt(fact: ProposalSubmitted) -> None:
    """Send the receipt of a submission: when, which version, and the hash of its content."""
    zone = get_proposal(fact.proposal_id).challenge.event.timezone
    post(fact, Reader.at(fact.email), lambda reader: _receipt(reader, fact, zone))


@subscribe(ProposalScreened)
def tell_screening(fact: ProposalScreened) -> None:
    """Tell the writer when a proposal does not go to the jury, and when it does after all."""
    if fact.state == INELIGIBLE:
        post(fact, Reader.at(fact.email), lambda reader: _ineligible(reader, fact))
    elif (fact.previous_state, fact.state) == (INELIGIBLE, ELIGIBLE):
        post(fact, Reader.at(fact.email), lambda reader: _eligible_after_all(reader, fact))


@subscribe(OutcomeTold)
def tell_outcome(fact: OutcomeTold) -> None:
    """Tell the writer that the outcome can be read; the mail itself does not say it."""
    post(fact, Reader.at(fact.email), lambda reader: _outcome(reader, fact))


def _receipt(reader: Reader, fact: ProposalSubmitted, zone: str) -> Letter:
    return Letter(
        kind="proposal_receipt",
        subject=_("Received: %(title)s", title=inert(fact.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "Your proposal has arrived. Keep this mail: it proves when it was submitted and "
                "what it said. Until the deadline you can change it and submit it again."
            ),
            _("The receipt is attached as a PDF."),
        ),
        details=(
            (_("Proposal"), inert(fact.title)),
            (_("Challenge"), inert(fact.challenge_title)),
            (_("Submitted"), format_instant(fact.submitted_at, zone)),
            (_("Version"), str(fact.number)),
            (_("SHA-256 of its content"), fact.sha256),
        ),
        button=(_("Look at your proposal"), _page(fact.proposal_id)),
        attachment=receipt_of(fact.proposal_id, fact.number, reader.language),
    )


def _ineligible(reader: Reader, fact: ProposalScreened) -> Letter:
    return Letter(
        kind="proposal_ineligible",
        subject=_("Your proposal does not go to the jury: %(title)s", title=inert(fact.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The organisers have checked whether your proposal keeps to the conditions of the "
                "challenge, and found that it does not."
            ),
        ),
        details=((_("Proposal"), inert(fact.title)), (_("Reason"), fact.reason)),
        **_right_of_reply(fact.proposal_id),
    )


def _right_of_reply(proposal_id: int) -> dict[str, Any]:
    """Say until when the authors may reply, if they still may."""
    finding, now = find_finding(proposal_id), clock.now()
    if finding is None or reply_state(finding, now) is not ReplyState.OPEN:
        return {"button": (_("Look at your proposal"), _page(proposal_id))}
    until = format_instant(finding.reply_until, finding.proposal.challenge.event.timezone)
    words = _(
        "If you think that they are mistaken, reply until %(until)s. They read it before anything "
        "is decided, and answer you.",
        until=until,
    )
    return {"button": (_("Reply"), _page(proposal_id) + "/reply"), "after": (words,)}


def _eligible_after_all(reader: Reader, fact: ProposalScreened) -> Letter:
    return Letter(
        kind="proposal_eligible_after_all",
        subject=_("Your proposal goes to the jury after all: %(title)s", title=inert(fact.title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The organisers have looked at your proposal again, and found that it keeps to the "
                "conditions of the challenge. Their earlier answer no longer counts."
            ),
        ),
        details=((_("Proposal"), inert(fact.title)), (_("Reason"), fact.reason)),
        button=(_("Look at your proposal"), _page(fact.proposal_id)),
    )


def _outcome(reader: Reader, fact: OutcomeTold) -> Letter:
    return Letter(
        kind="outcome_told",
        subject=_("The jury has decided: %(title)s", title=inert(fact.challenge_title)),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The outcome of your proposal and the jury's feedback are there for you to read. "
                "Thank you for the work that you put into it."
            ),
        ),
        details=(
            (_("Proposal"), inert(fact.title)),
            (_("Challenge"), inert(fact.challenge_title)),
            (_("Reply or appeal until"), _reply_until(fact)),
        ),
        button=(_("Read the outcome"), _page(fact.proposal_id)),
        about=fact.proposal_id,
    )


def _reply_until(fact: OutcomeTold) -> str:
    proposal = get_proposal(fact.proposal_id)
    event = proposal.challenge.event
    told_at = proposal.outcome_told_at or clock.now()
    until = reply_until(told_at, reply_days_of(event.id), event.timezone)
    return format_instant(until, event.timezone)


def _page(proposal_id: int) -> str:
    return address(f"/proposals/{encode_id(proposal_id)}")
