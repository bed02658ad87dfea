"""Letters and certificates as they are read: the words of reasons, and both on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import LazyString, force_locale, gettext
from flask_babel import lazy_gettext as _

from app.core.ids import encode_id
from app.feedback.models import Certificate, FeedbackLetter, FeedbackReply
from app.feedback.queries.letters import list_reasons, reasons_by_key, reply_days_of
from app.feedback.queries.replying import find_reply
from app.feedback.rules.certificates import shown_code
from app.feedback.rules.replying import reply_until, state_of
from app.feedback.rules.wording import USUAL
from app.proposals.models import Proposal

WORDS: dict[str, LazyString] = {
    "fit_strong": _("It answers the challenge as it was asked."),
    "team_strong": _("The team has done comparable work."),
    "plan_strong": _("The plan can be carried out as it stands."),
    "need_unclear": _("It does not show which need of the challenge it meets."),
    "fit_weak": _("It meets the challenge only in part."),
    "novelty_weak": _("What is new beside existing solutions is not clear."),
    "too_early": _("The solution is too early for the pilot that is wanted."),
    "team_incomplete": _("Skills that the work needs are missing in the team."),
    "plan_thin": _("The work plan has too few steps, dates or people."),
    "costs_unclear": _("Costs or effort cannot be judged from what is said."),
    "evidence_missing": _("Results are claimed without measurements or references."),
    "rights_open": _("Who holds the rights to the solution is open."),
    "others_stronger": _("Others met the criteria better, though this one was sound."),
}
CERTIFIED: dict[str, LazyString] = {
    "selected": _("Selected"),
    "shortlisted": _("Shortlisted"),
}


@dataclass(frozen=True)
class ToldLetter:
    """What the authors of a proposal were told, and how long they may reply to it."""

    proposal: Proposal
    levels: list[dict[str, Any]]
    reasons: list[str]
    told_at: datetime
    reply_until: datetime
    reply: FeedbackReply | None

    @property
    def proposal_id(self) -> int:
        """The proposal's."""
        return self.proposal.id

    @property
    def outcome(self) -> str:
        """What was decided."""
        return self.proposal.state

    @property
    def feedback(self) -> str:
        """The comment."""
        return self.proposal.feedback


def offered_reasons(event: Any) -> list[tuple[str, str]]:
    """Return the reasons that the letters of an event may give: its own, or the usual ones."""
    own = [(encode_id(one.id), one.text) for one in list_reasons(event)]
    return own or [(key, str(WORDS[key])) for key in USUAL]


def words_of(event_id: int, keys: Iterable[str]) -> list[str]:
    """Return reasons in words, in the order in which they were chosen."""
    chosen = list(keys)
    own = reasons_by_key(event_id, [key for key in chosen if key not in WORDS])
    return [
        str(WORDS[key]) if key in WORDS else own[key]
        for key in chosen
        if key in WORDS or key in own
    ]


def told_letter(proposal: Proposal, letter: FeedbackLetter) -> ToldLetter:
    """Return a letter that went out, as its readers see it."""
    event = proposal.challenge.event
    told_at = letter.told_at or letter.saved_at
    return ToldLetter(
        proposal=proposal,
        levels=letter.levels,
        reasons=words_of(event.id, letter.reasons),
        told_at=told_at,
        reply_until=reply_until(told_at, reply_days_of(event.id), event.timezone),
        reply=find_reply(proposal.id),
    )


def reply_out(reply: FeedbackReply) -> dict[str, Any]:
    """Return a reply as programs get it."""
    names = ("id", "proposal_id", "kind", "text", "sent_at", "finding", "answer", "answered_at")
    return {name: getattr(reply, name) for name in names} | {
        "state": str(state_of(reply)),
        "reader_id": reply.reader_id,
    }


def letter_pdf(letter: FeedbackLetter, language: str) -> bytes:
    """Return a letter as a PDF in a language."""
    with force_locale(language):
        told = told_letter(letter.proposal, letter)
        title = gettext("Feedback on %(title)s", title=told.proposal.title)
        return _paper("pdf/feedback.html", title, language, told=told, certified=CERTIFIED)


def certificate_pdf(certificate: Certificate, language: str) -> bytes:
    """Return a certificate as a PDF that says where its code is checked."""
    with force_locale(language):
        organisation = certificate.proposal.organisation.name
        title = gettext("Certificate for %(organisation)s", organisation=organisation)
        code = shown_code(certificate.code)
        address = f"{current_app.config['BASE_URL']}/certificates/{code}"
        values = {"certificate": certificate, "address": address}
        return _paper("pdf/certificate.html", title, language, code=code, **values)


def _paper(template: str, title: str, language: str, **values: object) -> bytes:
    from app.core.pdf import render_pdf

    # Not `render_template`: what it adds is for pages, which need a request.
    page = current_app.jinja_env.get_template(template)
    return render_pdf(page.render(title=title, language=language, **values), title=title)
