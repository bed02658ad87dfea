"""Pages of venue hubs: those of the main server, and those that only a hub has."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from app.core.authz import authorize
from app.core.content import MEGABYTE
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.files import Placed, place_parts
from app.core.permissions import Permission
from app.core.uow import in_unit_of_work
from app.core.viruses import refuse_viruses
from app.events.queries import get_managed_event
from app.hub import queries
from app.hub.schemas import HubForm, read_scans
from app.hub.services import making, opening, sending
from app.hub.services.merging import bring_scans
from app.identity.rules.sessions import SignInWay
from app.web import login
from app.web.buttons import attempt
from app.web.downloads import send_made
from app.web.forms import Form, Page, PageForm
from app.web.guards import actor, public, signed_in
from app.web.tabs import DOOR, door_tab

blueprint = Blueprint("hub", __name__)
ADDRESS = "/manage/<slug>/checkin/hubs"
ONE = f"{ADDRESS}/<id:hub_id>"
MOST_BYTES = 20 * MEGABYTE
JSON = "application/json"
door_tab(
    60,
    _l("Venue hub"),
    "hub.list_hubs",
    Permission.CHECKIN_MANAGE,
    "hub.show_hub",
    "hub.bring",
    fits=lambda _event: not current_app.config["HUB"],
)
# What a hub serves; everything else is done on the main server, whose records it would miss.
AT_HUB = frozenset(
    {
        "checkin-api.bundle",
        "checkin-api.bundle_part",
        "checkin-api.me",
        "checkin-api.pair",
        "checkin-api.passes",
        "checkin-api.people",
        "checkin-api.scan",
        "checkin-api.wiped",
        "checkin.add_scanner",
        "checkin.admit",
        "checkin.list_doors",
        "checkin.paper_list",
        "checkin.pairing_state",
        "checkin.refresh_live",
        "checkin.refresh_wall",
        "checkin.revoke_scanner",
        "checkin.scan_worker",
        "checkin.settle",
        "checkin.show_desk",
        "checkin.show_live",
        "checkin.show_pairing",
        "checkin.show_review",
        "checkin.show_scanner",
        "checkin.show_wall",
        "checkin.type_ticks",
        "hub.enter",
        "hub.give_out",
        "hub.send",
        "hub.show_home",
        "identity.sign_out",
        "site.health",
        "site.theme",
    }
)
ALSO = "work"  # the blueprint of progress bars
ENTRANCES = ("/", "/home", "/sign-in")  # where browsers go by themselves


@blueprint.before_app_request
def keep_to_the_door() -> AnyResponse | None:
    """On a hub, serve the door alone."""
    if not current_app.config["HUB"] or request.endpoint is None:
        return None
    if request.endpoint in AT_HUB or request.blueprint == ALSO:
        return None
    if request.path in ENTRANCES and request.method == "GET":
        return redirect(url_for("hub.show_home"))
    raise Forbidden("not_at_hub")


def _managed(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.CHECKIN_MANAGE, event)
    return event


@blueprint.route(ADDRESS, methods=["GET", "POST"])
@signed_in
def list_hubs(slug: str) -> Page:
    """Plan a hub; see those there are and what came back."""
    event = _managed(slug)
    form = PageForm(HubForm)
    made = form.submit(lambda data: making.make_hub(actor(), event, **data))
    if made is not None:
        return redirect(url_for("hub.show_hub", slug=slug, hub_id=made.id))
    return _hubs(event, form, PageForm(Form))


def _hubs(event: Any, form: PageForm, bringing: PageForm) -> tuple[str, int]:
    page = render_template(
        "hub/hubs.html",
        event=event,
        hubs=queries.list_hubs(event.id),
        brought=queries.list_brought(event.id),
        form=form,
        bringing=bringing,
        tabs=DOOR.tabs(event, slug=event.slug),
    )
    return page, max(form.status, bringing.status)


@blueprint.get(ONE)
@signed_in
def show_hub(slug: str, hub_id: int) -> str:
    """Show how a hub is set up, with the words that open its parcel."""
    event = _managed(slug)
    hub = queries.get_hub(event.id, hub_id)
    return render_template(
        "hub/hub.html",
        event=event,
        hub=hub,
        phrase=queries.phrase_of_hub(hub),
        file=_file_name(event),
        tabs=DOOR.tabs(event, slug=event.slug),
    )


@blueprint.post(f"{ONE}/parcel")
@signed_in
def take_parcel(slug: str, hub_id: int) -> AnyResponse:
    """Give the event as it is now, sealed."""
    event = _managed(slug)
    name, main_url = _file_name(event), current_app.config["BASE_URL"]
    parcel = in_unit_of_work(lambda: making.pack(actor(), event, hub_id, main_url))
    return send_made(parcel.sealed(), name, "application/octet-stream")


def _file_name(event: Any) -> str:
    return f"{event.slug}.innoday"


@blueprint.post(f"{ONE}/end")
@signed_in
def end_hub(slug: str, hub_id: int) -> AnyResponse:
    """Let a hub send no more."""
    event = _managed(slug)
    said = _("The hub was ended. Files that it gave out are still taken.")
    attempt(lambda: making.end_hub(actor(), event, hub_id), said)
    return redirect(url_for("hub.list_hubs", slug=slug))


@blueprint.post("/manage/<slug>/checkin/scans")
@signed_in
def bring(slug: str) -> Page:
    """Take a file of scans from a hub or a phone, and wait until they are merged."""
    event = _managed(slug)
    form = PageForm(Form)
    title = _("Scans brought back to %(event)s", event=event.name)[:160]
    back = url_for("hub.list_hubs", slug=slug)
    begun = None
    try:
        contents, placed = _sent_scans()
        begun = form.submit(
            lambda _data: bring_scans(actor(), event, contents, placed, title=title, back_url=back)
        )
    except Invalid as error:
        form.fail(error)
    if begun is None:
        return _hubs(event, PageForm(HubForm, {}), form)
    return redirect(url_for("work.view_work", work_id=begun.id))


def _sent_scans() -> tuple[dict[str, Any], Placed]:
    sent = request.files.get("file")
    data = sent.stream.read(MOST_BYTES + 1) if sent else b""
    if not data:
        raise Invalid("scans_missing", field="file")
    if len(data) > MOST_BYTES:
        raise Invalid("scans_too_large", field="file", megabytes=MOST_BYTES // MEGABYTE)
    refuse_viruses(data)
    return read_scans(data), place_parts((data,), "scans.json", JSON)


@blueprint.get("/hub")
@public
def show_home() -> str:
    """Show what this hub is, and to whoever keeps it what is to be done."""
    home = _home()
    scans, waiting = queries.count_scans(home)
    return render_template(
        "hub/home.html", home=home, event=home.event, scans=scans, waiting=waiting
    )


@blueprint.route("/hub/enter/<link>", methods=["GET", "POST"])
@public
def enter(link: str) -> Page:
    """Let whoever sits at the laptop in, by the link that it printed."""
    home = _home()
    keeper = opening.keeper_of(link)
    if request.method == "GET":
        return render_template("hub/enter.html", home=home), 200
    login.begin(keeper.id, keeper.language, SignInWay.LINK)
    return redirect(url_for("hub.show_home"))


@blueprint.post("/hub/send")
@signed_in
def send() -> AnyResponse:
    """Send what the main server lacks."""
    home = _home()
    page = {"title": _("Scans for the main server"), "back_url": url_for("hub.show_home")}
    begun: list[int] = []
    attempt(
        lambda: begun.append(sending.start_sending(actor(), home, **page).id),
        _("The scans are on their way."),
    )
    return redirect(url_for("work.view_work", work_id=begun[0]) if begun else page["back_url"])


@blueprint.get("/hub/scans.json")
@signed_in
def give_out() -> Response:
    """Give every scan of the hub as a file."""
    home = _home()
    _managed(home.event.slug)
    return send_made(sending.file_of(home), f"{home.event.slug}-scans.json", JSON)


def _home() -> Any:
    """Return what this hub is; the main server has no such page."""
    if not current_app.config["HUB"]:
        raise NotFound
    return queries.get_home()
