"""Pages of what an organisation says of itself: sector, size, offers, logo, directory."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import DomainError, NotFound
from app.core.files import place
from app.core.uow import in_unit_of_work
from app.identity import choices, queries, schemas, services
from app.identity.messages import ECOSYSTEMS, PRIORITIES
from app.identity.pages.frame import blueprint
from app.identity.pages.tabs import owned_part, parts_of
from app.identity.rules import Figures, LabelKind, OrganisationKind, is_outdated
from app.identity.rules.ecosystems import Priority
from app.identity.rules.nace import Level, activity_label, list_activities
from app.identity.rules.profiles import cluster_hints
from app.identity.rules.regions import regions_of
from app.web.downloads import send_picture
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in, writes
from app.web.words import words_for

ROWS = schemas.MOST_ACTIVITIES


def options(words: choices.Words) -> list[tuple[str, Any]]:
    """Return the names of choices as a form takes them."""
    return list(words.items())


def to_part(endpoint: str, organisation_id: int, said: str) -> Response:
    """Say what was done, and show the part again."""
    flash(said, "good")
    return redirect(url_for(endpoint, organisation_id=organisation_id))


@blueprint.route("/organisations/<id:organisation_id>/sector", methods=["GET", "POST"])
@signed_in
def sector(organisation_id: int) -> Page:
    """Say where the organisation is and what it works on."""
    found = owned_part(organisation_id)
    form = PageForm(schemas.SectorForm, _sector_start(found))
    saved = form.submit(
        lambda data: services.change_sector(actor(), organisation_id, services.Sector(**data))
    )
    if saved is not None:
        return to_part("identity.sector", organisation_id, _("Sector and region are saved."))
    return form.render(
        "identity/organisation/sector.html",
        **parts_of(found),
        regions=[(one.code, f"{one.label} ({one.code})") for one in regions_of(found.country)],
        activities=tuple(one.label for one in list_activities(Level.CLASS)),
        rows=range(ROWS),
        ecosystems=options(ECOSYSTEMS),
        priorities=options(PRIORITIES),
    )


def _sector_start(found: Any) -> dict[str, Any]:
    profile = queries.get_profile(found)
    codes = [activity_label(code) for code in profile.codes(LabelKind.NACE)]
    texts = profile.texts(LabelKind.PRIORITY)
    return {
        "region": found.region,
        "nace": codes + [""] * (ROWS - len(codes)),
        "ecosystems": profile.codes(LabelKind.ECOSYSTEM),
        "priorities": [text for text in texts if text in set(Priority)],
        "own_priorities": "\n".join(text for text in texts if text not in set(Priority)),
        "keywords": ", ".join(profile.texts(LabelKind.KEYWORD)),
    }


@blueprint.route("/organisations/<id:organisation_id>/size", methods=["GET", "POST"])
@signed_in
def size(organisation_id: int) -> Page:
    """Declare the organisation's size by the definition of the European Union."""
    found = owned_part(organisation_id)
    form = PageForm(schemas.SizeForm)
    made = form.submit(
        lambda data: services.declare_size(actor(), organisation_id, Figures(**data))
    )
    if made is not None:
        return to_part("identity.size", organisation_id, _("The size is declared."))
    declared = queries.list_declarations(organisation_id)
    newest = declared[0] if declared else None
    age = (clock.now() - newest.declared_at).days if newest else 0
    return form.render(
        "identity/organisation/size.html",
        **parts_of(found),
        declarations=declared,
        is_outdated=newest is not None and is_outdated(age),
        headcounts=options(choices.HEADCOUNTS),
        turnovers=options(choices.TURNOVERS),
        balance_sheets=options(choices.BALANCE_SHEETS),
        relations=options(choices.RELATIONS),
        last_year=clock.now().year - 1,
    )


@blueprint.route("/organisations/<id:organisation_id>/cluster", methods=["GET", "POST"])
@signed_in
def cluster_profile(organisation_id: int) -> Page:
    """Say who belongs to a cluster and what it does for them."""
    found = owned_part(organisation_id)
    if found.kind != OrganisationKind.CLUSTER:
        raise NotFound
    profile = queries.find_cluster_profile(organisation_id)
    names = schemas.ClusterProfileForm().fields
    start = {name: getattr(profile, name) for name in names} if profile else {}
    form = PageForm(schemas.ClusterProfileForm, start)
    saved = form.submit(
        lambda data: services.change_cluster_profile(actor(), organisation_id, **data)
    )
    if saved is not None:
        said = _("The profile of the cluster is saved.")
        return to_part("identity.cluster_profile", organisation_id, said)
    return form.render(
        "identity/organisation/cluster.html",
        **parts_of(found),
        hints=[choices.CLUSTER_HINTS[one] for one in _hints(profile)],
        staff_bands=options(choices.STAFF_BANDS),
        services=options(choices.SUPPORT_SERVICES),
    )


def _hints(profile: Any) -> list[Any]:
    if profile is None:
        return []
    counts = (profile.smes, profile.startups, profile.large_companies)
    return list(
        cluster_hints(profile.staff, profile.members, (*counts, profile.research, profile.others))
    )


@blueprint.route("/organisations/<id:organisation_id>/offers", methods=["GET", "POST"])
@signed_in
def offers(organisation_id: int) -> Page:
    """Say what the organisation has for others, and what it looks for."""
    found = owned_part(organisation_id)
    form = PageForm(schemas.OfferForm, {"kind": request.args.get("kind", "offer")})
    made = form.submit(lambda data: services.add_offer(actor(), organisation_id, **data))
    if made is not None:
        return to_part("identity.offers", organisation_id, _("It is added."))
    return form.render(
        "identity/organisation/offers.html",
        **parts_of(found),
        offers=queries.list_offers(organisation_id),
        kinds=options(choices.OFFER_KINDS),
    )


@blueprint.route(
    "/organisations/<id:organisation_id>/offers/<id:offer_id>", methods=["GET", "POST"]
)
@signed_in
def offer(organisation_id: int, offer_id: int) -> Page:
    """Put an offer or need into other words."""
    found = owned_part(organisation_id)
    one = queries.get_offer(organisation_id, offer_id)
    start = {"text": one.text, "keywords": ", ".join(one.keywords)}
    form = PageForm(schemas.OfferChange, start)
    saved = form.submit(
        lambda data: services.change_offer(actor(), organisation_id, offer_id, **data)
    )
    if saved is not None:
        return to_part("identity.offers", organisation_id, _("It is saved."))
    page = parts_of(found)
    return form.render("identity/organisation/offer.html", **page, offer=one)


@blueprint.post("/organisations/<id:organisation_id>/offers/<id:offer_id>/remove")
@signed_in
@writes
def remove_offer(organisation_id: int, offer_id: int) -> Response:
    """Take an offer or need back."""
    services.remove_offer(actor(), organisation_id, offer_id)
    return to_part("identity.offers", organisation_id, _("It is removed."))


@blueprint.get("/organisations/<id:organisation_id>/directory")
@signed_in
def listing(organisation_id: int) -> Page:
    """Show the logo, and whether the organisation stands in the directory."""
    return _listing(organisation_id)


def _listing(organisation_id: int, problem: str | None = None, status: int = 200) -> Page:
    found = owned_part(organisation_id)
    page = render_template(
        "identity/organisation/listing.html",
        **parts_of(found),
        logo=queries.find_logo(organisation_id),
        errors={"file": [problem]} if problem else {},
    )
    return page, status


@blueprint.post("/organisations/<id:organisation_id>/directory")
@signed_in
@writes
def set_listing(organisation_id: int) -> Response:
    """Enter the directory, or leave it."""
    is_listed = request.form.get("is_listed") == "1"
    found = services.set_listing(actor(), organisation_id, is_listed=is_listed)
    if found.listed_at is not None:
        said = _("%(name)s stands in the directory.", name=found.name)
    else:
        said = _("%(name)s left the directory.", name=found.name)
    return to_part("identity.listing", organisation_id, said)


@blueprint.post("/organisations/<id:organisation_id>/logo")
@signed_in
def set_logo(organisation_id: int) -> Page:
    """Take a new logo."""
    owned_part(organisation_id)
    upload = request.files.get("file")
    try:
        data = upload.stream.read(services.MAX_LOGO_BYTES + 1) if upload else b""
        logo = place(services.check_logo(data, (upload and upload.filename) or "logo"))
        in_unit_of_work(lambda: services.set_logo(actor(), organisation_id, logo))
    except DomainError as error:
        if error.field != "file":
            raise
        return _listing(organisation_id, words_for(error), error.status)
    return to_part("identity.listing", organisation_id, _("The logo is saved."))


@blueprint.post("/organisations/<id:organisation_id>/logo/remove")
@signed_in
@writes
def remove_logo(organisation_id: int) -> Response:
    """Take the logo away."""
    services.remove_logo(actor(), organisation_id)
    return to_part("identity.listing", organisation_id, _("The logo is removed."))


@blueprint.get("/organisations/<id:organisation_id>/logo")
@public
def logo(organisation_id: int) -> Response:
    """Show a logo: of a listed organisation to anybody."""
    return send_picture(queries.get_logo_file(actor(), organisation_id))
