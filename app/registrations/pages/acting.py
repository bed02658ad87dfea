"""Doing one thing with many tickets: what would be done first, then that."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.errors import Conflict, DomainError, Forbidden, NotFound
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work
from app.core.work import Work
from app.events.queries import list_clusters
from app.registrations import services
from app.registrations.messages import ACTS
from app.registrations.pages.base import LIST, blueprint, managed
from app.registrations.rules.acts import Act
from app.registrations.schemas import ActForm, as_asked, filter_in, read_query
from app.tickets.queries import AttendeeFilter, list_ticket_types
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.words import words_for

SHOWN = 50


@blueprint.post("/manage/<slug>/tickets/attendees/act")
@signed_in
def act_on_attendees(slug: str) -> Page:
    """Show with how many something can be done and why not with others; then do it."""
    event = managed(slug)
    query = read_query(request.args)
    back = url_for(LIST, slug=slug, **as_asked(query))
    form = PageForm(ActForm)
    data = form.read()
    if data is None:
        flash(_("Choose what to do, and with whom."), "bad")
        return redirect(back)
    data = {"target": None, "expected": None} | data
    act = data["act"]
    deed = services.Deed(act=act, wanted=_chosen(data, query, event), target=data["target"])
    try:
        if data["expected"] is not None and (found := _start(event, data, deed, back)):
            return found
        tickets, plan = services.foresee_act(actor(), event, deed)
    except DomainError as error:
        if isinstance(error, NotFound) or error.code == Forbidden.code:
            raise
        if error.code == "target_needed":
            return _ask_target(form, event, data, back)
        flash(words_for(error), "bad")
        return redirect(back)
    names = {one.id: one.name for one in tickets}
    left = [(names[key], words_for(Conflict(code))) for key, code in plan.cannot.items()]
    return form.render(
        "registrations/act.html",
        event=event,
        act=ACTS[act],
        data=data,
        can=len(plan.can),
        examples=[names[one] for one in plan.can[:5]],
        left=left[:SHOWN],
        left_out=len(left),
        target=_target_name(event, data),
        back=back,
    )


def _chosen(data: dict[str, Any], query: dict[str, Any], event: Any) -> AttendeeFilter:
    """Return the filter that the list has, or those that are ticked."""
    if data["is_all"]:
        return filter_in(query, event.timezone)
    return AttendeeFilter(state=None, ids=data["ticket_ids"])


def _start(event: Any, data: dict[str, Any], deed: services.Deed, back: str) -> Page:
    names = {"title": f"{ACTS[deed.act]}: {event.name}"[:160], "back_url": back[:300]}
    expected = data["expected"]
    done = in_unit_of_work(
        lambda: services.start_act(actor(), event, deed, expected=expected, names=names)
    )
    if isinstance(done, Work):
        return redirect(url_for("work.view_work", work_id=done.id))
    flash(ngettext("Done with %(num)s.", "Done with %(num)s.", done.done), "good")
    return redirect(back)


def _ask_target(form: PageForm, event: Any, data: dict[str, Any], back: str) -> Page:
    return form.render(
        "registrations/target.html",
        event=event,
        act=ACTS[data["act"]],
        data=data,
        options=[(encode_id(key), name) for key, name in _targets(event, data["act"])],
        back=back,
    )


def _targets(event: Any, act: Act) -> list[tuple[int, str]]:
    found = list_clusters(event) if act is Act.HAND_OVER else list_ticket_types(event.id)
    return [(one.id, one.name) for one in found]


def _target_name(event: Any, data: dict[str, Any]) -> str:
    return dict(_targets(event, data["act"])).get(data["target"] or 0, "")
