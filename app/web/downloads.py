"""Files on their way out: as a download, never as a page of ours; logos as pictures."""

from collections.abc import Iterable, Sequence

from flask import Response, send_file

from app.core.content import PDF
from app.core.csv_text import to_csv
from app.core.files import StoredFile, path_of

SANDBOX = "sandbox; default-src 'none'"
MOST_ROWS = 10_000  # of a table that anybody may have


def send_stored(stored: StoredFile) -> Response:
    """Answer with a stored file under the name that it was given."""
    response = send_file(
        path_of(stored),
        mimetype=stored.content_type,
        as_attachment=True,
        download_name=stored.filename,
        conditional=True,
        etag=stored.sha256,
    )
    return _shielded(response, "private, no-store")


def send_picture(stored: StoredFile) -> Response:
    """Answer with a picture that we drew ourselves, to be shown on a page."""
    response = send_file(
        path_of(stored), mimetype=stored.content_type, conditional=True, etag=stored.sha256
    )
    return _shielded(response, "private, no-cache")


def send_made(data: bytes, name: str, content_type: str) -> Response:
    """Answer with a file that was made for this answer; its name is plain ASCII of our own."""
    response = Response(data, mimetype=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _shielded(response, "private, no-store")


def show_pdf(made: bytes, name: str) -> Response:
    """Answer with a PDF that was made for this answer and that the browser shows."""
    response = Response(made, mimetype=PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def send_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a table as a file."""
    return send_made(to_csv(head, rows).encode(), f"{name}.csv", "text/csv; charset=utf-8")


def _shielded(response: Response, cache: str) -> Response:
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = cache
    return response
