"""How an opened document reaches its reader: a PDF with their name on every page."""

from flask import Response, make_response, render_template
from flask_babel import gettext as _

from app.core.content import PDF
from app.core.files import path_of
from app.documents.models import Document
from app.documents.services import Opened
from app.web.downloads import SANDBOX, send_stored
from app.web.i18n import format_instant


def send_file_of(opened: Opened) -> Response | None:
    """Return the file of an opened document, None of a text."""
    stored = opened.document.file
    if stored is None:
        return None
    response = send_stored(stored)
    if not opened.is_marked or stored.content_type != PDF:
        return response
    from app.core.watermark import watermark  # loads large libraries

    response.direct_passthrough = False
    marked = make_response(watermark(path_of(stored).read_bytes(), _marks(opened)))
    marked.headers["Content-Type"] = stored.content_type
    marked.headers["Content-Disposition"] = response.headers["Content-Disposition"]
    marked.headers["Content-Security-Policy"] = SANDBOX
    marked.headers["X-Content-Type-Options"] = "nosniff"
    marked.headers["Cache-Control"] = "private, no-store"
    response.close()
    return marked


def plain_file_of(document: Document) -> Response | None:
    """Return the file of a document that is not confidential, None of a text."""
    return None if document.file is None else send_stored(document.file)


def reader_line(opened: Opened) -> str:
    """Return who opened a document, for whom and when, in one line."""
    at = format_instant(opened.at, opened.document.challenge.event.timezone)
    names = " · ".join(name for name in (opened.reader, opened.organisation) if name)
    return str(_("Confidential. Opened by %(names)s, %(at)s", names=names, at=at))


def _marks(opened: Opened) -> str:
    names = " · ".join(name for name in (opened.reader, opened.organisation) if name)
    return render_template("pdf/watermark.html", line=reader_line(opened), names=names)
