"""What the pages of identity share: the blueprint, the reader's menu, words in templates."""

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.core import clock
from app.core.authz import Actor
from app.core.uow import in_unit_of_work
from app.identity import choices, queries, services
from app.identity.messages import SIZES, kind_label, scopes_label, size_label, way_label
from app.identity.rules.regions import region_label
from app.identity.rules.sessions import BOTH_STEPS, SignInWay, is_use_noted
from app.identity.rules.tokens import hour_of
from app.web import known_device, login
from app.web.fields import country_name
from app.web.guards import actor, actor_or_none, loads_bearers
from app.web.tabs import account_tab
from app.web.use import note_use

blueprint = Blueprint("identity", __name__)
login.opens_sessions(services.open_session)
HOME, ADMIN = "/home", "/admin"

blueprint.add_app_template_filter(kind_label, "organisation_kind")
blueprint.add_app_template_filter(size_label, "size_class")
blueprint.add_app_template_filter(scopes_label, "token_scopes")
blueprint.add_app_template_filter(way_label, "sign_in_way")
blueprint.add_app_template_filter(country_name, "country")
blueprint.add_app_template_filter(choices.role_label, "member_role")
blueprint.add_app_template_filter(region_label, "region_label")
blueprint.add_app_template_filter(choices.state_label, "crossed_state")
blueprint.add_app_template_filter(choices.words_of_label, "label_words")


account_tab(10, lazy_gettext("Profile"), "identity.profile")
account_tab(
    20,
    lazy_gettext("Sign-in and security"),
    "identity.security",
    *("identity.password", "identity.change_email"),
    *("identity.new_passkey", "identity.add_passkey", "identity.passkey"),
    *("identity.remove_passkey", "identity.set_up_second_step", "identity.renew_codes"),
)


@blueprint.app_context_processor
def frame() -> dict[str, Any]:
    """Give every page its way in, its way out and the reader's own menu."""
    who = actor_or_none()
    if who is None or not who.is_signed_in:
        return {"sign_in_url": url_for("identity.sign_in"), "home_url": "/"}
    menu = [
        {"label": _("Account"), "url": url_for("identity.profile"), "icon": "person"},
        {
            "label": _("My organisation"),
            "url": url_for("identity.organisations"),
            "icon": "building",
        },
    ]
    if who.is_operator:
        menu.append({"label": _("Installation"), "url": ADMIN, "icon": "settings"})
    return {"account_menu": menu, "sign_out_url": url_for("identity.sign_out"), "home_url": HOME}


@login.loads_awaiting
def load_awaiting(secret: str) -> int | None:
    """Return the session that has taken the first of two steps with this browser."""
    found = queries.find_awaiting(secret)
    return found.id if found else None


@login.loads_people
def load_person(secret: str) -> Actor | None:
    """Return whose browser this is, and note that it is in use."""
    found = queries.find_session(secret)
    if found is None:
        return None
    if not is_use_noted(found.used_at, clock.now()):
        note_use(lambda: services.note_session_use(found.actor.session_id))
    return found.actor


def begin_session(person: Any, way: SignInWay) -> str:
    """Sign a person in afresh; return where they were going, or home, or to their second step."""
    known_device.keep(services.known_device(person.email))
    destination = login.begin(person.id, person.language, way) or HOME
    if way in BOTH_STEPS or not queries.has_second_step(person.id):
        return destination
    login.remember(destination)
    return url_for("identity.second_step")


def leave() -> None:
    """Sign this browser out, on the server and in its cookie."""
    session_id = actor().session_id
    if session_id is not None:
        in_unit_of_work(lambda: services.end_session(actor(), session_id))
    login.end()


def network() -> str:
    """Return the address that asks, as attempts are counted by it."""
    return request.remote_addr or ""


@loads_bearers(services.TOKEN_PREFIX)
def find_bearer(secret: str) -> Actor | None:
    """Return the person behind an API token, and note at most once an hour that it was used."""
    found = queries.find_bearer(secret)
    if found is None:
        return None
    who, used_at = found
    if used_at is None or used_at < hour_of(clock.now()):
        note_use(lambda: services.note_token_use(who.token_id, network()))
    return who


def size_choices() -> list[tuple[str, Any]]:
    """Return the size classes to choose from."""
    return list(SIZES.items())
