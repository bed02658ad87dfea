"""Vouchers for programs."""

from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.tickets.api.frame import blueprint
from app.tickets.queries.vouchers import get_voucher, list_vouchers_after
from app.tickets.schemas.vouchers import (
    NewVoucherForm,
    VoucherForm,
    VoucherOut,
    VoucherPage,
    VoucherQuery,
    voucher_in,
)
from app.tickets.services.vouchers import add_vouchers as make_vouchers
from app.tickets.services.vouchers import edit_voucher
from app.tickets.services.vouchers import end_voucher as end
from app.web.guards import actor, token, writes
from app.web.paging import page_of


def _managed(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    return event


@blueprint.route("/events/<slug>/vouchers", methods=["GET"])
@blueprint.arguments(VoucherQuery, location="query")
@blueprint.response(200, VoucherPage)
@token
def list_vouchers(query: dict[str, Any], slug: str) -> Any:
    """List an event's vouchers and how often each was used."""
    event = _managed(slug)
    text = query.get("text") or ""
    return page_of(
        query, lambda after, limit: list_vouchers_after(event.id, text, after=after, limit=limit)
    )


@blueprint.route("/events/<slug>/vouchers", methods=["POST"])
@blueprint.arguments(NewVoucherForm)
@blueprint.response(201, VoucherOut(many=True))
@token
@writes
def add_vouchers(data: dict[str, Any], slug: str) -> Any:
    """Make one voucher with a chosen `code`, or `count` vouchers with codes of ours."""
    event = _managed(slug)
    return make_vouchers(actor(), event, **voucher_in(data, event.timezone))


@blueprint.route("/events/<slug>/vouchers/<id:voucher_id>", methods=["PATCH"])
@blueprint.arguments(VoucherForm(partial=True))
@blueprint.response(200, VoucherOut)
@token
@writes
def change_voucher(changes: dict[str, Any], slug: str, voucher_id: int) -> Any:
    """Change what a voucher gives; tickets that were had with it stay as they were agreed."""
    event = _managed(slug)
    found = get_voucher(voucher_id, event.id)
    return edit_voucher(actor(), found, **voucher_in(changes, event.timezone))


@blueprint.route("/events/<slug>/vouchers/<id:voucher_id>/end", methods=["POST"])
@blueprint.response(200, VoucherOut)
@token
@writes
def end_voucher(slug: str, voucher_id: int) -> Any:
    """End a voucher now; the places that wait for it are free."""
    return end(actor(), get_voucher(voucher_id, _managed(slug).id))
