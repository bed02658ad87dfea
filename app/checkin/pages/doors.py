"""Gates and scanners, and the link that turns a phone into one."""

from typing import Any

from flask import current_app, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _

from app.checkin.pages.base import blueprint, get_event_for
from app.checkin.queries import setup
from app.checkin.queries.bundle import search_phrase
from app.checkin.schemas import GateSchema, ScannerSchema
from app.checkin.services import doors
from app.core import clock
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.core.qr import make_qr, svg
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.tabs import DOOR

PAIRING = "scanner_pairing"  # the one code that this browser may still show


@blueprint.get("/manage/<slug>/checkin/doors")
@signed_in
def list_doors(slug: str) -> Page:
    """Show the gates and the scanners."""
    event = get_event_for(slug, Permission.CHECKIN_MANAGE)
    return _doors(event, PageForm(GateSchema), PageForm(ScannerSchema))


@blueprint.post("/manage/<slug>/checkin/gates")
@signed_in
def add_gate(slug: str) -> Page:
    """Add a gate."""
    event = get_event_for(slug, Permission.CHECKIN_MANAGE)
    form = PageForm(GateSchema)
    gate = form.submit(lambda data: doors.add_gate(actor(), event, **data))
    if gate is None:
        return _doors(event, form, PageForm(ScannerSchema))
    flash(_("%(name)s is a gate now.", name=gate.name), "good")
    return redirect(url_for("checkin.list_doors", slug=slug))


@blueprint.post("/manage/<slug>/checkin/scanners")
@signed_in
def add_scanner(slug: str) -> Page:
    """Add a scanner and show the code that its phone opens."""
    event = get_event_for(slug, Permission.CHECKIN_MANAGE)
    form = PageForm(ScannerSchema)
    made = form.submit(
        lambda data: doors.invite_scanner(
            actor(),
            event,
            name=data["device_name"],
            gate_id=data["gate_id"],
            is_supervisor=data["is_supervisor"],
        )
    )
    if made is None:
        return _doors(event, PageForm(GateSchema), form)
    device, code = made
    session[PAIRING] = {"device": encode_id(device.id), "code": code}
    return redirect(url_for("checkin.show_pairing", slug=slug, device_id=device.id))


@blueprint.get("/manage/<slug>/checkin/scanners/<id:device_id>")
@signed_in
def show_pairing(slug: str, device_id: int) -> Page:
    """Show the link that makes a phone this scanner, as long as it works."""
    context = _pairing(slug, device_id)
    return render_template("checkin/pairing.html", **context)


@blueprint.get("/manage/<slug>/checkin/scanners/<id:device_id>/state")
@signed_in
def pairing_state(slug: str, device_id: int) -> Page:
    """Return the state of the pairing alone, for the page that is open."""
    return render_template("checkin/_pairing.html", **_pairing(slug, device_id))


@blueprint.post("/manage/<slug>/checkin/scanners/<id:device_id>/revoke")
@signed_in
@writes
def revoke_scanner(slug: str, device_id: int) -> Page:
    """End a scanner's right to scan."""
    event = get_event_for(slug, Permission.CHECKIN_MANAGE)
    device = doors.revoke_scanner(actor(), event, device_id)
    flash(_("%(name)s may scan no more.", name=device.name), "good")
    return redirect(url_for("checkin.list_doors", slug=slug))


def _doors(event: Any, gate_form: PageForm, scanner_form: PageForm) -> tuple[str, int]:
    gates = setup.list_gates(event.id)
    page = render_template(
        "checkin/doors.html",
        event=event,
        gates=gates,
        checkpoints=setup.list_checkpoints(event.id),
        gate_choices=[(encode_id(gate.id), gate.name) for gate in gates],
        scanners=setup.list_scanners(event.id),
        gate_form=gate_form,
        scanner_form=scanner_form,
        tabs=DOOR.tabs(event, slug=event.slug),
    )
    return page, max(gate_form.status, scanner_form.status)


def _pairing(slug: str, device_id: int) -> dict[str, Any]:
    event = get_event_for(slug, Permission.CHECKIN_MANAGE)
    device = setup.get_scanner(device_id, event.id)
    shown = session.get(PAIRING, {})
    link = ""
    is_waiting = device.pairing_expires_at is not None and device.pairing_expires_at > clock.now()
    if is_waiting and shown.get("device") == encode_id(device.id):
        link = f"{current_app.config['BASE_URL']}/scan#pair={shown['code']}"
    picture = svg(make_qr(link), _("Link that pairs the phone")) if link else ""
    phrase = search_phrase(device.id) if device.is_supervisor and not device.revoked_at else ""
    return {
        "event": event,
        "device": device,
        "link": link,
        "picture": picture,
        "phrase": phrase,
    }
