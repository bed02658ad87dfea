"""The organiser's pages of who sits on the panel: at a glance, from the pool, what they promise."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.experts import queries as experts
from app.experts.rules import LabelKind
from app.juries import schemas
from app.juries.messages import SEATS, TEXTS
from app.juries.pages.frame import PANEL, blueprint
from app.juries.queries import briefing, foreseeing, panel
from app.juries.queries.composition import get_composition
from app.juries.rules.briefing import MAX_TEXT, TextKind
from app.juries.rules.roles import JurorRole
from app.juries.services import briefing as services
from app.juries.services import seats
from app.web.fields import country_name
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.i18n import language_name
from app.web.paging import numbered


@blueprint.get("/manage/<slug>/jury/composition")
@signed_in
def view_composition(slug: str) -> str:
    """Show where the jurors come from, what they know, and what nobody knows."""
    event = panel.get_jury_event(actor(), slug)
    found, challenges = get_composition(event)
    return render_template(
        "juries/composition.html",
        event=event,
        tabs=PANEL.tabs(slug=slug),
        found=found,
        missing=[(challenges[key], topic) for key, topic in found.missing],
        countries=[(country_name(key), number) for key, number in found.countries.items()],
    )


@blueprint.get("/manage/<slug>/jury/pool")
@signed_in
def list_pool(slug: str) -> str:
    """Show the experts whom the leading cluster may ask; filters live in the address."""
    event = panel.get_jury_event(actor(), slug)
    cluster_id = event.lead_organisation_id
    wanted = schemas.pool_filter(request.args.to_dict())
    rows, turns = numbered(
        lambda limit, offset: experts.list_experts(
            actor(), cluster_id, wanted, limit=limit, offset=offset
        )
    )
    people = [one.profile.person for one in rows]
    languages = experts.list_used(cluster_id, LabelKind.LANGUAGE)
    return render_template(
        "juries/pool.html",
        event=event,
        tabs=PANEL.tabs(slug=slug),
        rows=rows,
        turns=turns,
        wanted=wanted,
        taken=panel.list_asked(event),
        foreseen=foreseeing.foresee_people(actor(), event, people),
        topics=experts.list_used(cluster_id, LabelKind.TOPIC),
        languages=[(code, language_name(code)) for code in languages],
        countries=[(code, country_name(code)) for code in experts.list_countries(cluster_id)],
        seats=list(SEATS.items()),
    )


@blueprint.post("/manage/<slug>/jury/pool/<id:expert_id>")
@signed_in
@writes
def ask_from_pool(slug: str, expert_id: int) -> Response:
    """Ask an expert of the pool onto the panel."""
    event = panel.get_jury_event(actor(), slug)
    data = PageForm(schemas.SeatOfExpert).read() or {}
    seat = data.get("seat") or JurorRole.MEMBER
    sent = seats.ask_expert(actor(), event, expert_id, role=seat)
    flash(_("%(name)s is asked onto the panel.", name=sent.name), "good")
    return redirect(url_for("juries.list_pool", slug=slug))


@blueprint.get("/manage/<slug>/jury/texts")
@signed_in
def view_texts(slug: str) -> str:
    """Show what jurors are told before they accept, and what they promise."""
    event = panel.get_jury_event(actor(), slug)
    texts = [(kind, briefing.text_or_ready(event.id, kind)) for kind in TextKind]
    tabs = PANEL.tabs(slug=slug)
    return render_template("juries/texts.html", event=event, tabs=tabs, texts=texts, headings=TEXTS)


@blueprint.route(
    "/manage/<slug>/jury/texts/briefing", methods=["GET", "POST"], defaults={"kind": "briefing"}
)
@blueprint.route(
    "/manage/<slug>/jury/texts/terms", methods=["GET", "POST"], defaults={"kind": "terms"}
)
@signed_in
def write_text(slug: str, kind: str) -> Page:
    """Reword one of the texts."""
    event, which = panel.get_jury_event(actor(), slug), TextKind(kind)
    now = briefing.text_or_ready(event.id, which)
    form = PageForm(schemas.JuryTextForm, {"words": now.text, "version": now.version})

    def write(data: dict[str, Any]) -> Any:
        words = {"text": data["words"], "version": data["version"]}
        return services.write_text(actor(), event, which, **words)

    if form.submit(write) is not None:
        flash(_("Saved. It goes out with every invitation from now on."), "good")
        return redirect(url_for("juries.view_texts", slug=slug))
    heading = TEXTS[which]
    return form.render("juries/text.html", event=event, heading=heading, longest=MAX_TEXT)


@blueprint.post("/manage/<slug>/jury/declined/<id:declined_id>")
@signed_in
@writes
def let_alternate_in(slug: str, declined_id: int) -> Response:
    """Let the next alternate take the seat that somebody declined."""
    event = panel.get_jury_event(actor(), slug)
    juror = seats.fill_seat(actor(), event, declined_id)
    flash(_("%(name)s steps in and is told by mail.", name=juror.person.name), "good")
    return redirect(url_for("juries.manage_jury", slug=slug))
