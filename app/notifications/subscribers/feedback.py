"""Letters after the decision: a reply to an outcome, its reader, its answer."""

from functools import partial

from flask_babel import gettext as _

from app.core.authz import SYSTEM
from app.core.facts import subscribe
from app.core.ids import encode_id
from app.events.policies import LEADS
from app.events.queries import list_team
from app.feedback.facts import OutcomeAnswered, ReplyRouted, ReplySettled
from app.feedback.models import FeedbackReply
from app.feedback.queries.replying import get_reply
from app.notifications.letters import Letter, Reader, address, greeting, post
from app.notifications.rules import inert
from app.proposals.queries import get_proposal, get_submitted


@subscribe(OutcomeAnswered)
def tell_organisers(fact: OutcomeAnswered) -> None:
    """Tell those who decide that a reply needs a reader."""
    reply = get_reply(SYSTEM, fact.reply_id)
    for member in list_team(reply.challenge.event):
        if member.role in LEADS:
            post(fact, Reader.of(member.person), partial(_needs_reader, reply))


@subscribe(ReplyRouted)
def tell_reader(fact: ReplyRouted) -> None:
    """Tell whom a reply was given to, unless it has another reader since."""
    reply = get_reply(SYSTEM, fact.reply_id)
    if reply.reader is not None and reply.reader_id == fact.reader_id:
        post(fact, Reader.of(reply.reader), partial(_to_answer, reply))


@subscribe(ReplySettled)
def tell_authors(fact: ReplySettled) -> None:
    """Tell the writer of a proposal that the reply was answered; the mail does not say how."""
    proposal = get_proposal(fact.proposal_id)
    post(fact, Reader.of(proposal.created_by), partial(_answered, fact.proposal_id))


def _needs_reader(reply: FeedbackReply, reader: Reader) -> Letter:
    title = inert(get_submitted(reply.proposal).title)
    return Letter(
        kind="outcome_answered",
        subject=_("A reply to an outcome needs a reader: %(title)s", title=title),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "The authors have replied to the outcome of their proposal. Give the reply to "
                "somebody who did not judge it and has no tie to it; the page shows who that is."
            ),
        ),
        details=((_("Proposal"), title), (_("Challenge"), inert(reply.challenge.title))),
        button=(_("Choose a reader"), address(f"/replies/{encode_id(reply.id)}")),
    )


def _to_answer(reply: FeedbackReply, reader: Reader) -> Letter:
    return Letter(
        kind="reply_routed",
        subject=_("A reply to an outcome waits for your answer"),
        greeting=greeting(reader),
        paragraphs=(
            _(
                "You did not judge this proposal, so you are asked to look at what its authors "
                "say about the outcome, and to answer them once, with your reasons."
            ),
        ),
        details=((_("Challenge"), inert(reply.challenge.title)),),
        button=(_("Read the reply"), address(f"/replies/{encode_id(reply.id)}")),
    )


def _answered(proposal_id: int, reader: Reader) -> Letter:
    title = inert(get_submitted(get_proposal(proposal_id)).title)
    return Letter(
        kind="reply_settled",
        subject=_("Your reply was answered: %(title)s", title=title),
        greeting=greeting(reader),
        paragraphs=(_("Somebody who did not judge your proposal has answered your reply."),),
        details=((_("Proposal"), title),),
        button=(
            _("Read the answer"),
            address(f"/proposals/{encode_id(proposal_id)}/feedback"),
        ),
    )
