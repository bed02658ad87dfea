"""The organiser's pages of letters: all of a challenge, one after the other, and their reasons."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.feedback import schemas
from app.feedback.pages.base import LEAKS, PARTS, blueprint, judged
from app.feedback.presentation import offered_reasons
from app.feedback.queries import letters
from app.feedback.services import letters as services
from app.juries.queries import panel
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered
from app.web.tabs import JURY


@blueprint.get("/manage/<slug>/jury/<id:challenge_id>/letters")
@signed_in
def list_letters(slug: str, challenge_id: int) -> Page:
    """Show how far the letters of a challenge are, and what leaks from them."""
    event, challenge = judged(slug, challenge_id)
    drafts = letters.list_drafts(challenge)
    shown, turns = numbered(lambda limit, offset: drafts[offset : offset + limit])
    return PageForm(schemas.LetterForm).render(
        "feedback/letters.html",
        event=event,
        challenge=challenge,
        drafts=shown,
        total=len(drafts),
        worded=sum(one.is_worded for one in drafts),
        leaking=sum(bool(one.leaks) for one in drafts),
        undecided=sum(one.decision is None for one in drafts),
        tabs=JURY.tabs(slug=slug, challenge_id=challenge_id),
        first=next((one for one in drafts if not one.is_worded and one.decision), None),
        **turns,
    )


@blueprint.route(
    "/manage/<slug>/jury/<id:challenge_id>/letters/<id:proposal_id>", methods=["GET", "POST"]
)
@signed_in
def word_letter(slug: str, challenge_id: int, proposal_id: int) -> Page:
    """Word one letter: levels, reasons, comment, and what leaks from it."""
    event, challenge = judged(slug, challenge_id)
    draft, drafts = letters.get_draft(challenge, proposal_id)
    form = PageForm(schemas.LetterForm, _start(draft))
    saved = form.submit(lambda data: services.save_letter(actor(), proposal_id, **data))
    if saved is not None and not saved.leaks:
        flash(_("Letter saved"), "good")
        return redirect(_after(slug, challenge, saved))
    if saved is not None:
        return redirect(request.path + "#leaks")
    draft, drafts = letters.get_draft(challenge, proposal_id)
    place = next(n for n, one in enumerate(drafts) if one.proposal_id == proposal_id)
    return form.render(
        "feedback/letter.html",
        event=event,
        challenge=challenge,
        draft=draft,
        reasons=offered_reasons(event),
        comments=letters.list_comments(proposal_id),
        leak_words=LEAKS,
        part_words=PARTS,
        number=place + 1,
        total=len(drafts),
        worded=sum(one.is_worded for one in drafts),
        previous=drafts[place - 1] if place else None,
        following=drafts[place + 1] if place + 1 < len(drafts) else None,
    )


def _start(draft: Any) -> dict[str, Any]:
    decision, letter = draft.decision, draft.letter
    return {
        "version": decision.version if decision else 0,
        "feedback": decision.feedback if decision else "",
        "reasons": letter.reasons if letter else [],
        "accept_reason": letter.accept_reason if letter else "",
    }


def _after(slug: str, challenge: Any, saved: Any) -> str:
    """Return where to go on: to the next letter that nobody has worded, else to all of them."""
    ids = {"slug": slug, "challenge_id": challenge.id}
    drafts = letters.list_drafts(challenge)
    here = next(n for n, one in enumerate(drafts) if one.proposal_id == saved.proposal_id)
    for one in drafts[here + 1 :] + drafts[:here]:
        if one.decision is not None and not one.is_worded:
            return url_for(".word_letter", proposal_id=one.proposal_id, **ids)
    return url_for(".list_letters", **ids)


@blueprint.route("/manage/<slug>/jury/letters", methods=["GET", "POST"])
@signed_in
def arrange_letters(slug: str) -> Page:
    """Set the reasons that letters may give, and how long replies are taken."""
    event = panel.get_jury_event(actor(), slug)
    lines = "\n".join(words for _key, words in offered_reasons(event))
    days = letters.reply_days_of(event.id)
    form = PageForm(schemas.LettersForm, {"reply_days": days, "reasons": lines})
    done = form.submit(lambda data: _arrange(event, data))
    if done is not None:
        words = ngettext(
            "Saved. Replies are taken for %(num)s day.",
            "Saved. Replies are taken for %(num)s days.",
            done.reply_days,
        )
        flash(words, "good")
        return redirect(url_for("juries.manage_jury", slug=slug))
    return form.render("feedback/arrange.html", event=event)


def _arrange(event: Any, data: dict[str, Any]) -> Any:
    lines = (data["reasons"] or "").splitlines()
    return services.arrange_feedback(actor(), event, reply_days=data["reply_days"], reasons=lines)
