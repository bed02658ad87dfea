"""Pages of how one signs in, and of the devices that are signed in."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.identity import queries, services
from app.identity.pages.frame import blueprint
from app.web import login
from app.web.guards import actor, signed_in, writes
from app.web.proof import proved_to_change

SECURITY = "identity.security"


@blueprint.get("/account/security")
@signed_in
def security() -> str:
    """Show how the reader signs in, and where they are signed in."""
    sessions = queries.list_sessions(actor().person_id)
    return render_template("identity/security.html", sessions=sessions)


@blueprint.post("/account/sessions/<id:session_id>/end")
@signed_in
@proved_to_change
@writes
def end_session(session_id: int) -> Response:
    """Sign one device out, perhaps this one."""
    services.end_session(actor(), session_id)
    if session_id == actor().session_id:
        login.end()
        return redirect("/")
    flash(_("The device is signed out."), "good")
    return redirect(url_for(SECURITY))


@blueprint.post("/account/sessions/end-others")
@signed_in
@proved_to_change
@writes
def end_other_sessions() -> Response:
    """Sign every device out but this one."""
    ended = services.end_other_sessions(actor())
    said = ngettext(
        "%(num)d other device is signed out.", "%(num)d other devices are signed out.", ended
    )
    flash(said, "good")
    return redirect(url_for(SECURITY))
