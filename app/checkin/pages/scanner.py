"""The scanner itself: one page for whoever has a phone; the phone's own secret says who it is."""

from flask import Response, render_template

from app.checkin.messages import REASONS, SCREEN, VERDICTS
from app.checkin.pages.base import blueprint
from app.web.assets import STATIC
from app.web.guards import public

WORKER = STATIC / "js" / "checkin" / "worker.js"


@blueprint.get("/scan/worker.js")
@public
def scan_worker() -> Response:
    """Give the script that opens the scanner without a network."""
    response = Response(WORKER.read_text(), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/scan"
    return response


@blueprint.get("/scan")
@public
def show_scanner() -> str:
    """Show the scanner."""
    words = {key: str(text) for key, text in (VERDICTS | SCREEN).items()}
    reasons = {key: str(text) for key, text in REASONS.items()}
    return render_template("checkin/scan.html", words=words | {"reasons": reasons})
