"""The result of an audience's vote in words and on paper."""

from flask import current_app
from flask_babel import LazyString, force_locale, gettext
from flask_babel import lazy_gettext as _

from app.core.authz import Actor
from app.juries.models import JudgingRound
from app.pitches import queries
from app.pitches.rules.voting import VoteMode

MODES: dict[VoteMode, LazyString] = {
    VoteMode.APPROVAL: _("One point for each choice"),
    VoteMode.RANKED: _("More points for the first choice than for the last"),
}


def vote_pdf(actor: Actor, one: JudgingRound, language: str) -> bytes:
    """Return the result of a vote as a PDF, a draft until the vote is closed."""
    from app.core.pdf import render_pdf

    vote = queries.get_vote(queries.get_day(one.id))
    with force_locale(language):
        title = gettext("Vote of the audience: %(title)s", title=one.challenge.title)
        # Not `render_template`: what it adds is for pages, which need a request.
        page = current_app.jinja_env.get_template("pdf/vote.html")
        values = {
            "vote": vote,
            "result": queries.count_votes(actor, vote),
            "event": one.challenge.event,
            "challenge": one.challenge,
            "mode_words": MODES[vote.terms.mode],
        }
        return render_pdf(page.render(title=title, language=language, **values), title=title)
