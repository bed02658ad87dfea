"""Proposals on paper: what a version said, and the receipt that proves it."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext

from app.proposals.models import Submission
from app.proposals.rules.packing import Packed


def receipt_pdf(submission: Submission, language: str) -> bytes:
    """Return the receipt of a submission as a PDF in a language."""
    with force_locale(language):
        title = gettext("Receipt for %(title)s", title=submission.content["title"])
        return _paper("pdf/receipt.html", title, language, submission=submission)


def proposal_pdf(one: Packed, challenge: Mapping[str, Any], reader: str, language: str) -> bytes:
    """Return a proposal as it was handed in, with the name of whom it was made for on each page."""
    with force_locale(language):
        title, said = one.content["title"], one.content
        values = {"one": one, "said": said, "challenge": challenge, "reader": reader}
        return _paper("pdf/proposal.html", title, language, **values)


def _paper(template: str, title: str, language: str, **values: object) -> bytes:
    from app.core.pdf import render_pdf

    # Not `render_template`: what it adds is for pages, which need a request.
    page = current_app.jinja_env.get_template(template)
    return render_pdf(page.render(title=title, language=language, **values), title=title)
