"""Badges of many as a PDF: choose whose and on which paper, then wait for it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.badges import queries, services
from app.badges.messages import TROUBLES
from app.badges.pages.base import blueprint, managed
from app.badges.presentation import reason_choices
from app.badges.rules.sheets import SheetFormat
from app.badges.schemas import BadgesForm, badges_in
from app.core import work
from app.core.errors import NotFound
from app.events.policies import fence
from app.tickets.queries import count_valid_by_type, list_ticket_types
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS

CUT_HERE = _l("With marks that show where to cut.")
FORMATS = [
    (SheetFormat.A6.value, _l("A6, one badge a page"), _l("For badge printers and pre-cut card.")),
    (SheetFormat.A7.value, _l("A7, one badge a page"), _l("Half as large, for small holders.")),
    (
        SheetFormat.LABEL_62.value,
        _l("Label 62 mm wide"),
        _l("For label printers with an endless roll; a label is 87 mm long."),
    ),
    (
        SheetFormat.CARD.value,
        _l("Credit card, upright, one badge each"),
        _l("For card printers; 54 by 86 mm."),
    ),
    (
        SheetFormat.A5_FOLDED.value,
        _l("A5, folded to A6"),
        _l("The same badge on both halves: fold it at the marks, and it reads from either side."),
    ),
    (SheetFormat.A4_FOUR.value, _l("A4, four badges a sheet"), CUT_HERE),
    (SheetFormat.A4_EIGHT.value, _l("A4 across, eight small badges a sheet"), CUT_HERE),
    (SheetFormat.A4_TEN.value, _l("A4 across, ten of the size of a credit card"), CUT_HERE),
]
START = {"layout": SheetFormat.A6.value, "only_new": "true"}


@blueprint.route("/manage/<slug>/badges", methods=["GET", "POST"])
@signed_in
def choose(slug: str) -> Page:
    """Ask for badges as a PDF; see the printers and what was made before."""
    event = managed(slug)
    form = PageForm(BadgesForm, START)
    made = form.submit(lambda data: _start(event, data))
    if made is not None:
        return redirect(url_for("work.view_work", work_id=made.id))
    seen = fence(actor(), event)
    return form.render(
        "badges/print.html",
        event=event,
        formats=FORMATS,
        types=list_ticket_types(event.id),
        counts=count_valid_by_type(event.id, seen),
        count_new=queries.count_new(event.id, seen),
        initials=queries.initials(event.id, seen),
        batches=queries.list_batches(event.id, actor().person_id),
        reasons=reason_choices(),
        printers=queries.list_printers(event.id),
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


def _start(event: Any, data: dict[str, Any]) -> Any:
    return services.start_badges(
        actor(),
        event,
        **badges_in(data),
        title=_("Badges for %(event)s", event=event.name)[:160],
        back_url=url_for("badges.choose", slug=event.slug),
    )


@blueprint.get("/manage/<slug>/badges/check")
@signed_in
def check(slug: str) -> str:
    """Show whose names hardly fit a paper, before it is printed."""
    event = managed(slug)
    sent = request.args.get("layout", "")
    layout = SheetFormat(sent) if sent in set(SheetFormat) else SheetFormat.A6
    return render_template(
        "badges/check.html",
        event=event,
        layout=layout.value,
        papers=[(value, label) for value, label, _hint in FORMATS],
        found=services.check_badges(actor(), event, layout),
        troubles=TROUBLES,
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


@blueprint.post("/manage/<slug>/badges/batches/<id:work_id>/put-back")
@signed_in
def put_back(slug: str, work_id: int) -> Response:
    """Count the badges of a PDF as never printed."""
    event = managed(slug)
    batch = work.get_work(actor(), work_id)
    if batch.event_id != event.id:
        raise NotFound
    attempt(
        lambda: services.put_back(actor(), event, batch),
        lambda count: ngettext(
            "%(num)s badge counts as not printed.", "%(num)s badges count as not printed.", count
        ),
    )
    return redirect(url_for("badges.choose", slug=slug))
