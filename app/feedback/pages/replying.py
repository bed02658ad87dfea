"""Pages of replies: those who decide give each to a reader, the reader answers it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import can
from app.core.permissions import Permission
from app.feedback import schemas
from app.feedback.pages.base import FINDINGS, ROLES, blueprint, judged
from app.feedback.presentation import told_letter
from app.feedback.queries import replying as queries
from app.feedback.queries.letters import get_told_letter
from app.feedback.rules.replying import Finding, ReplyKind, fits
from app.feedback.services import replying
from app.proposals.queries import get_submitted, is_tied, questions_of
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered
from app.web.tabs import JURY


@blueprint.get("/manage/<slug>/jury/<id:challenge_id>/replies")
@signed_in
def list_replies(slug: str, challenge_id: int) -> Page:
    """Show what authors replied to the outcomes of a challenge."""
    event, challenge = judged(slug, challenge_id)
    found, turns = numbered(lambda limit, offset: queries.list_replies(challenge, limit, offset))
    return render_template(
        "feedback/replies.html",
        event=event,
        challenge=challenge,
        replies=found,
        tabs=JURY.tabs(slug=slug, challenge_id=challenge_id),
        **turns,
    )


@blueprint.get("/replies/<id:reply_id>")
@signed_in
def view_reply(reply_id: int) -> Page:
    """Show a reply with the proposal and the letter that it is about."""
    return _page(reply_id, PageForm(schemas.SettleForm), PageForm(schemas.ReaderForm))


@blueprint.post("/replies/<id:reply_id>")
@signed_in
def answer_reply(reply_id: int) -> Page:
    """Answer a reply."""
    queries.get_reply(actor(), reply_id)
    form = PageForm(schemas.SettleForm)
    done = form.submit(lambda data: replying.answer_reply(actor(), reply_id, **data))
    if done is not None:
        return _done(reply_id, _("Answered. The authors are told."))
    return _page(reply_id, form, PageForm(schemas.ReaderForm))


@blueprint.post("/replies/<id:reply_id>/reader")
@signed_in
def route_reply(reply_id: int) -> Page:
    """Give a reply to somebody to answer."""
    queries.get_reply(actor(), reply_id)
    form = PageForm(schemas.ReaderForm)
    done = form.submit(lambda data: replying.route_reply(actor(), reply_id, **data))
    if done is not None:
        return _done(reply_id, _("The reply has a reader now, who is told by mail"))
    return _page(reply_id, PageForm(schemas.SettleForm), form)


def _done(reply_id: int, words: str) -> Response:
    flash(words, "good")
    return redirect(url_for(".view_reply", reply_id=reply_id))


def _page(reply_id: int, form: PageForm, routing: PageForm) -> Page:
    reply = queries.get_reply(actor(), reply_id)
    event, proposal = reply.challenge.event, reply.proposal
    submitted = get_submitted(proposal)
    kind, routes = ReplyKind(reply.kind), can(actor(), Permission.REPLY_ROUTE, reply)
    routes = routes and not is_tied(actor(), reply.challenge.id)
    form.status = max(form.status, routing.status)
    return form.render(
        "feedback/reply.html",
        reply=reply,
        event=event,
        challenge=reply.challenge,
        proposal=submitted,
        questions=questions_of(submitted),
        told=told_letter(proposal, get_told_letter(proposal)),
        findings=[(str(one), FINDINGS[one]) for one in Finding if fits(kind, one)],
        may_answer=_waits(reply) and can(actor(), Permission.REPLY_ANSWER, reply),
        routes=routes,
        routing=routing,
        candidates=queries.list_candidates(event, proposal) if routes and _waits(reply) else [],
        roles=ROLES,
    )


def _waits(reply: Any) -> bool:
    return reply.answered_at is None
