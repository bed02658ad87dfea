"""Pages of the keys for programs that act in a person's name."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.core.ids import encode_id
from app.events.queries import list_events_of
from app.identity.messages import SCOPES
from app.identity.rules import MOST_DAYS, USUAL_DAYS, Scope
from app.identity.services import revoke_token as revoke
from app.oversight import queries, schemas, services
from app.oversight.pages.frame import blueprint
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.proof import proved_to_change
from app.web.tabs import account_tab

account_tab(30, lazy_gettext("API tokens"), "oversight.tokens")
account_tab(60, lazy_gettext("Activity"), "oversight.own_log")
START = {"scopes": [Scope.READ], "days": USUAL_DAYS}


@blueprint.route("/tokens", methods=["GET", "POST"])
@signed_in
@proved_to_change
def tokens() -> Page:
    """List, make and show once the keys for programs."""
    form = PageForm(schemas.TokenForm, START)
    made = form.submit(lambda data: services.create_token(actor(), **data))
    shown = form if made is None else PageForm(schemas.TokenForm, START)
    return shown.render(
        "oversight/tokens.html",
        tokens=queries.list_tokens(actor()),
        secret=made[1] if made else None,
        scopes=_scope_choices(),
        events=_event_choices(),
        most_days=MOST_DAYS,
    )


def _scope_choices() -> list[tuple[str, Any]]:
    return [(key, name) for key, name in SCOPES.items() if key != Scope.OPERATE or actor().operates]


def _event_choices() -> list[tuple[str, Any]]:
    return [(encode_id(one.id), one.name) for one in list_events_of(actor())]


@blueprint.post("/tokens/<id:token_id>/revoke")
@signed_in
@writes
def revoke_token(token_id: int) -> Response:
    """Withdraw a key."""
    revoke(actor(), token_id)
    flash(_("The token is revoked. Programs that use it are refused from now on."), "good")
    return redirect(url_for("oversight.tokens"))
