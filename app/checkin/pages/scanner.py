"""The scanner itself: one page for whoever has a phone; the phone's own secret says who it is."""

from flask import render_template

from app.checkin.messages import REASONS, SCREEN, VERDICTS
from app.checkin.pages.base import blueprint
from app.web.guards import public


@blueprint.get("/scan")
@public
def show_scanner() -> str:
    """Show the scanner."""
    words = {key: str(text) for key, text in (VERDICTS | SCREEN).items()}
    reasons = {key: str(text) for key, text in REASONS.items()}
    return render_template("checkin/scan.html", words=words | {"reasons": reasons})
