"""The API of what organisations say of themselves."""

from typing import Any

from flask import Response, request

from app.core.files import Placed, place
from app.identity import queries, schemas, services
from app.identity.api.frame import blueprint
from app.identity.api.organisations import visible
from app.identity.rules import Figures, LabelKind
from app.web.downloads import send_picture
from app.web.guards import actor, token, writes, writes_after
from app.web.openapi import no_content

PATH = "/organisations/<id:organisation_id>"


@blueprint.route(f"{PATH}/profile")
@blueprint.response(200, schemas.ProfileOut)
@token
def get_profile(organisation_id: int) -> Any:
    """Show all that one of the person's organisations says of itself."""
    profile = queries.get_profile(visible(organisation_id))
    return {
        "sector": _sector_of(profile),
        "offers": profile.offers,
        "declaration": profile.declaration,
        "cluster": profile.cluster,
        "completeness": profile.completeness,
        "has_logo": profile.logo is not None,
        "listed_at": profile.organisation.listed_at,
    }


def _sector_of(profile: queries.Profile) -> dict[str, Any]:
    return {
        "region": profile.organisation.region,
        "nace": profile.codes(LabelKind.NACE),
        "ecosystems": profile.codes(LabelKind.ECOSYSTEM),
        "priorities": profile.texts(LabelKind.PRIORITY),
        "keywords": profile.texts(LabelKind.KEYWORD),
    }


@blueprint.route(f"{PATH}/sector", methods=["PUT"])
@blueprint.arguments(schemas.SectorForm)
@blueprint.response(200, schemas.SectorOut)
@token
@writes
def change_sector(data: dict[str, Any], organisation_id: int) -> Any:
    """Replace region, activities, ecosystems, priorities and keywords."""
    found = services.change_sector(actor(), organisation_id, services.Sector(**data))
    return _sector_of(queries.get_profile(found))


@blueprint.route(f"{PATH}/size-declarations")
@blueprint.response(200, schemas.SizeOut(many=True))
@token
def list_declarations(organisation_id: int) -> Any:
    """List what an organisation declared of its size, the newest first."""
    return queries.list_declarations(visible(organisation_id).id)


@blueprint.route(f"{PATH}/size-declarations", methods=["POST"])
@blueprint.arguments(schemas.SizeForm)
@blueprint.response(201, schemas.SizeOut)
@token
@writes
def declare_size(data: dict[str, Any], organisation_id: int) -> Any:
    """Declare an organisation's size; the class follows from the figures."""
    return services.declare_size(actor(), organisation_id, Figures(**data))


@blueprint.route(f"{PATH}/offers")
@blueprint.response(200, schemas.OfferOut(many=True))
@token
def list_offers(organisation_id: int) -> Any:
    """List what an organisation offers and needs."""
    return queries.list_offers(visible(organisation_id).id)


@blueprint.route(f"{PATH}/offers", methods=["POST"])
@blueprint.arguments(schemas.OfferForm)
@blueprint.response(201, schemas.OfferOut)
@token
@writes
def add_offer(data: dict[str, Any], organisation_id: int) -> Any:
    """Add something that the organisation offers or needs."""
    return services.add_offer(actor(), organisation_id, **data)


@blueprint.route(f"{PATH}/offers/<id:offer_id>", methods=["PUT"])
@blueprint.arguments(schemas.OfferChange)
@blueprint.response(200, schemas.OfferOut)
@token
@writes
def change_offer(data: dict[str, Any], organisation_id: int, offer_id: int) -> Any:
    """Put an offer or need into other words."""
    return services.change_offer(actor(), organisation_id, offer_id, **data)


@blueprint.route(f"{PATH}/offers/<id:offer_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_offer(organisation_id: int, offer_id: int) -> Any:
    """Take an offer or need back."""
    services.remove_offer(actor(), organisation_id, offer_id)
    return no_content()


@blueprint.route(f"{PATH}/listing", methods=["PUT"])
@blueprint.arguments(schemas.ListingForm)
@blueprint.response(200, schemas.OrganisationOut)
@token
@writes
def set_listing(data: dict[str, Any], organisation_id: int) -> Any:
    """Let the organisation stand in the public directory, or take it out."""
    return services.set_listing(actor(), organisation_id, **data)


@blueprint.route(f"{PATH}/cluster-profile", methods=["PUT"])
@blueprint.arguments(schemas.ClusterProfileForm)
@blueprint.response(200, schemas.ClusterFiguresOut)
@token
@writes
def change_cluster_profile(data: dict[str, Any], organisation_id: int) -> Any:
    """Replace what a cluster says of its staff and members."""
    return services.change_cluster_profile(actor(), organisation_id, **data)


def _placed_logo() -> Placed | None:
    """Return the sent picture, looked at and written; None where none came: that is refused."""
    upload = request.files.get("file")
    if upload is None:
        return None
    data = upload.stream.read(services.MAX_LOGO_BYTES + 1)
    return place(services.check_logo(data, upload.filename or "logo"))


@blueprint.route(f"{PATH}/logo", methods=["PUT"])
@blueprint.arguments(schemas.LogoUpload, location="files")
@blueprint.response(204)
@token
@writes_after(_placed_logo)
def set_logo(placed: Placed, _sent: dict[str, Any], organisation_id: int) -> Any:
    """Upload a logo: a PNG, JPEG or WebP picture of at most 5 MB."""
    services.set_logo(actor(), organisation_id, placed)
    return no_content()


@blueprint.route(f"{PATH}/logo", methods=["GET"])
@blueprint.response(200, content_type="image/png")
@token
def get_logo(organisation_id: int) -> Response:
    """Download the logo."""
    return send_picture(queries.get_logo_file(actor(), organisation_id))


@blueprint.route(f"{PATH}/logo", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_logo(organisation_id: int) -> Any:
    """Take the logo away."""
    services.remove_logo(actor(), organisation_id)
    return no_content()
