"""Proposals on paper: what a version said, and the receipt that proves it."""

from flask import current_app
from flask_babel import force_locale, gettext

from app.proposals.models import Submission


def receipt_pdf(submission: Submission, language: str) -> bytes:
    """Return the receipt of a submission as a PDF in a language."""
    with force_locale(language):
        title = gettext("Receipt for %(title)s", title=submission.content["title"])
        return _paper("pdf/receipt.html", title, language, submission=submission)


def _paper(template: str, title: str, language: str, **values: object) -> bytes:
    from app.core.pdf import render_pdf

    # Not `render_template`: what it adds is for pages, which need a request.
    page = current_app.jinja_env.get_template(template)
    return render_pdf(page.render(title=title, language=language, **values), title=title)
