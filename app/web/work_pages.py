"""The page of long work: how far it is, and at its end the download."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core import work
from app.core.errors import DomainError, NotFound
from app.web.downloads import send_stored
from app.web.guards import actor, signed_in, writes
from app.web.words import words_for

blueprint = Blueprint("work", __name__, url_prefix="/work")


@blueprint.get("/<id:work_id>")
@signed_in
def view_work(work_id: int) -> str:
    """Show the whole page."""
    return render_template("work/view.html", **_context(work_id))


@blueprint.get("/<id:work_id>/progress")
@signed_in
def view_progress(work_id: int) -> str:
    """Show the part of the page that asks for itself again every second."""
    return render_template("work/_progress.html", **_context(work_id))


@blueprint.get("/<id:work_id>/file")
@signed_in
def download_result(work_id: int) -> Response:
    """Send the result."""
    found = work.get_work(actor(), work_id)
    if found.file is None:
        raise NotFound
    return send_stored(found.file)


@blueprint.post("/<id:work_id>/cancel")
@signed_in
@writes
def cancel_work(work_id: int) -> Response:
    """Stop the work."""
    work.cancel(actor(), work_id)
    return redirect(url_for("work.view_work", work_id=work_id))


def _context(work_id: int) -> dict[str, Any]:
    found = work.get_work(actor(), work_id)
    reason = words_for(DomainError(found.error)) if found.error else ""
    return {"work": found, "reason": reason}
