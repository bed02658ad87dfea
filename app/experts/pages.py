"""Pages of the pool of experts: one's own profile, and the pool as a cluster sees it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.authz import can
from app.core.permissions import Permission
from app.experts import queries, schemas, services
from app.experts.messages import AUDIENCES, HELIXES
from app.experts.rules import CONSENT, MAX_EMPLOYERS, LabelKind
from app.identity.rules import OrganisationKind, Purpose
from app.web.fields import countries, country_name
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.i18n import language_name
from app.web.invitations import Asked, describes
from app.web.paging import numbered
from app.web.tabs import ORGANISATION, Tab, account_tab
from challenges.brief import THEMES

blueprint = Blueprint("experts", __name__)
POOL = "/organisations/<id:organisation_id>/experts"
SPARE_ROWS = 2  # empty rows for further employers
# The official languages of the Union, and those of its neighbours that proposals come in.
_LANGUAGES = (
    "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl no pl pt ro ru sk sl sq sr sv tr uk"
)
LANGUAGES = (*_LANGUAGES.split(), "eu", "ca", "gl", "is", "mk")

account_tab(55, _l("Expert profile"), "experts.own_profile")
ORGANISATION.add(
    Tab(
        _l("Experts"),
        "experts.list_experts",
        Permission.EXPERT_VIEW,
        ("experts.view_expert", "experts.ask_expert"),
        fits=lambda one: bool(one.kind == OrganisationKind.CLUSTER),
        order=20,
    )
)


@blueprint.app_template_filter("helix_name")
def helix_name(code: str | None) -> str:
    """Return the words of a part of society."""
    names = {str(helix): words for helix, words in HELIXES.items()}
    return str(names.get(code or "", "–"))


@blueprint.route("/account/expert", methods=["GET", "POST"])
@signed_in
def own_profile() -> Page:
    """Say what one knows, for those who look for jurors."""
    find = queries.get_profile if request.method == "POST" else queries.find_profile
    profile = find(actor().person_id)
    form = PageForm(schemas.ExpertForm, _values(profile) if profile else {})
    if form.submit(lambda data: services.save_profile(actor(), **data)) is not None:
        flash(_("Saved"), "good")
        return redirect(url_for(".own_profile"))
    return form.render(
        "experts/profile.html",
        profile=profile,
        themes=THEMES,
        languages=_language_options(form.values["languages"]),
        countries=countries(),
        helixes=list(HELIXES.items()),
        audiences=list(AUDIENCES.items()),
    )


def _values(profile: Any) -> dict[str, Any]:
    names = ("organisation_name", "country", "helix", "strengths", "shared_with")
    rows = [
        {"name": one.name, "from_year": one.from_year, "until_year": one.until_year}
        for one in profile.employers
    ]
    blank: list[dict[str, Any]] = [{} for _row in range(min(SPARE_ROWS, MAX_EMPLOYERS - len(rows)))]
    lists = {"topics": profile.topics, "languages": profile.languages}
    words = {"keywords": ", ".join(profile.keywords), "employers": rows + blank}
    return {name: getattr(profile, name) for name in names} | lists | words


def _language_options(chosen: list[str] | None) -> list[tuple[str, str]]:
    codes = dict.fromkeys((*LANGUAGES, *(chosen or ())))
    return sorted(((code, language_name(code)) for code in codes), key=lambda one: one[1])


@blueprint.post("/account/expert/leave")
@signed_in
@writes
def leave_pool() -> Response:
    """Leave the pool."""
    services.leave_pool(actor())
    flash(_("You left the pool of experts. What you wrote there is deleted."), "good")
    return redirect(url_for(".own_profile"))


@blueprint.get(POOL)
@signed_in
def list_experts(organisation_id: int) -> str:
    """Show the experts that a cluster may ask; filters live in the address."""
    cluster = queries.get_pool(actor(), organisation_id)
    data = schemas.read_leniently(request.args.to_dict())
    wanted = schemas.filter_of(data)
    rows, turns = numbered(
        lambda limit, offset: queries.list_experts(
            actor(), cluster.id, wanted, limit=limit, offset=offset
        )
    )
    return render_template(
        "experts/pool.html",
        organisation=cluster,
        tabs=ORGANISATION.tabs(cluster, organisation_id=cluster.id),
        rows=rows,
        turns=turns,
        wanted=wanted,
        total=queries.count_experts(cluster.id),
        topics=queries.list_used(cluster.id, LabelKind.TOPIC),
        languages=_named(queries.list_used(cluster.id, LabelKind.LANGUAGE), language_name),
        countries=_named(queries.list_countries(cluster.id), country_name),
        may_ask=can(actor(), Permission.EXPERT_INVITE, cluster),
    )


def _named(codes: list[str], name: Any) -> list[tuple[str, str]]:
    return sorted(((code, name(code)) for code in codes), key=lambda one: one[1])


@blueprint.get(f"{POOL}/<id:expert_id>")
@signed_in
def view_expert(organisation_id: int, expert_id: int) -> str:
    """Show what an expert says of themselves, and how reliable they were."""
    cluster = queries.get_pool(actor(), organisation_id)
    return render_template(
        "experts/expert.html",
        organisation=cluster,
        tabs=ORGANISATION.tabs(cluster, organisation_id=cluster.id),
        expert=queries.get_expert(actor(), cluster.id, expert_id),
    )


@blueprint.route(f"{POOL}/ask", methods=["GET", "POST"])
@signed_in
def ask_expert(organisation_id: int) -> Page:
    """Ask somebody into the pool."""
    cluster = queries.get_pool(actor(), organisation_id)
    form = PageForm(schemas.AskExpert)
    sent = form.submit(lambda data: services.ask_expert(actor(), cluster.id, **data))
    if sent is not None:
        flash(_("%(email)s is asked into the pool.", email=sent.email), "good")
        return redirect(url_for(".list_experts", organisation_id=cluster.id))
    return form.render(
        "experts/ask.html",
        organisation=cluster,
        tabs=ORGANISATION.tabs(cluster, organisation_id=cluster.id),
        invitations=queries.list_open_invitations(cluster.id),
        consent=CONSENT,
    )


@describes(Purpose.EXPERT)
def invitation(asked: Any) -> Asked:
    """Return the words of an invitation into the pool."""
    cluster = asked.organisation
    return Asked(
        title=_("Join the pool of experts of %(cluster)s", cluster=cluster.name),
        subtitle=_("For juries of innovation challenges"),
        text=(
            _(
                "%(person)s asks whether %(cluster)s may think of you when it looks for jurors. "
                "Being in the pool obliges you to nothing: each jury asks you again.",
                person=asked.invited_by.name,
                cluster=cluster.name,
            ),
            CONSENT,
        ),
        accept=_("Agree and join the pool"),
        done=_("Welcome to the pool. Say here what you know."),
        landing=url_for("experts.own_profile"),
        managed_at=url_for("experts.ask_expert", organisation_id=cluster.id),
    )
