"""Stored files on their way out: as a download, never as a page of ours; logos as pictures."""

from flask import Response, send_file

from app.core.files import StoredFile, path_of

SANDBOX = "sandbox; default-src 'none'"


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


def _shielded(response: Response, cache: str) -> Response:
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = cache
    return response
