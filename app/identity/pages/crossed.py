"""Pages of which organisations belong to which clusters, from both sides."""

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import Actor, authorize, can
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.identity import choices, queries, schemas, services
from app.identity.messages import KINDS, kind_label, size_label
from app.identity.pages.frame import blueprint
from app.identity.pages.tabs import parts_of
from app.identity.rules import CrossedState, LabelKind, OrganisationKind
from app.identity.rules.crossed import STANDING, Side, is_open_to_cluster
from app.identity.rules.regions import region_label
from app.web.downloads import MOST_ROWS, send_csv
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.paging import numbered
from app.web.panels import NextStep, next_steps

HEAD = (
    *("name", "kind", "size", "country", "region", "city", "website", "activities"),
    *("ecosystems", "keywords", "member_since", "contacts"),
)


def _with_people(organisation_id: int) -> Any:
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.MEMBERSHIP_VIEW, found)
    return found


@blueprint.route("/organisations/<id:organisation_id>/clusters", methods=["GET", "POST"])
@signed_in
def clusters_of(organisation_id: int) -> Page:
    """Show the clusters of an organisation; its owners ask to be taken in."""
    found = _with_people(organisation_id)
    form = PageForm(schemas.AskCluster, {"cluster_id": request.args.get("cluster")})
    asked = form.submit(lambda data: services.ask_cluster(actor(), organisation_id, **data))
    if asked is not None:
        flash(_("%(name)s is asked.", name=asked.cluster.name), "good")
        return redirect(url_for("identity.clusters_of", organisation_id=organisation_id))
    crossed = queries.list_clusters_with(organisation_id)
    taken = {one.cluster_id for one in crossed if one.state in STANDING}
    free = [
        (encode_id(one.id), one.name)
        for one in queries.list_clusters()
        if one.id not in taken | {organisation_id}
    ]
    return form.render(
        "identity/organisation/clusters.html",
        **parts_of(found),
        crossed=crossed,
        clusters=free,
    )


@blueprint.get("/organisations/<id:organisation_id>/cluster-members")
@signed_in
def cluster_members(organisation_id: int) -> Page:
    """Show the organisations of a cluster; filters live in the address."""
    found = _cluster(organisation_id)
    wanted = _wanted()
    rows, turns = numbered(
        lambda limit, offset: queries.list_members_of_cluster(
            found.id, wanted, limit=limit, offset=offset
        )
    )
    counts = queries.count_members_by_state(found.id)
    context = {
        "rows": rows,
        "total": queries.count_members_of_cluster(found.id, wanted),
        "labels": queries.labels_of([one.organisation_id for one in rows]),
        "wanted": wanted,
        "states": [(one, choices.CROSSED_STATES[one], counts.get(one, 0)) for one in CrossedState],
        "kinds": [(kind, KINDS[kind]) for kind in OrganisationKind],
        "turns": turns,
    }
    tabs = parts_of(found)
    return render_template("identity/organisation/members.html", **tabs, **context), 200


def _cluster(organisation_id: int) -> Any:
    found = _with_people(organisation_id)
    if found.kind != OrganisationKind.CLUSTER:
        raise NotFound
    return found


def _wanted() -> queries.MemberFilter:
    """Read the filters; what makes no sense filters nothing."""
    state, kind = request.args.get("state", "accepted"), request.args.get("kind", "")
    return queries.MemberFilter(
        request.args.get("q", "").strip()[:100],
        CrossedState(state) if state in set(CrossedState) else None,
        kind if kind in set(OrganisationKind) else None,
    )


@blueprint.get("/organisations/<id:organisation_id>/cluster-members.csv")
@signed_in
def export_cluster_members(organisation_id: int) -> Response:
    """Give the organisations of a cluster as they are filtered as CSV."""
    found = _cluster(organisation_id)
    rows = queries.list_members_of_cluster(found.id, _wanted(), limit=MOST_ROWS)
    ids = [one.organisation_id for one in rows]
    labels = queries.labels_of(ids)
    owners = queries.list_owners_of(
        [one.organisation_id for one in rows if one.state == CrossedState.ACCEPTED]
    )
    cells = (
        _row(one, labels.get(one.organisation_id, []), owners.get(one.organisation_id, []))
        for one in rows
    )
    return send_csv("cluster-members", HEAD, cells)


def _row(crossed: Any, labels: list[Any], owners: list[Any]) -> tuple[object, ...]:
    one = crossed.organisation
    if not is_open(crossed):
        return (one.name, kind_label(one.kind), *("" for _column in HEAD[2:]))

    def words(kind: LabelKind) -> str:
        return "; ".join(choices.words_of_label(one) for one in labels if one.kind == kind)

    return (
        one.name,
        kind_label(one.kind),
        size_label(one.size_class) if one.size_class else "",
        one.country,
        region_label(one.region) if one.region else "",
        one.city,
        one.website,
        words(LabelKind.NACE),
        words(LabelKind.ECOSYSTEM),
        words(LabelKind.KEYWORD),
        crossed.since.date().isoformat() if crossed.since else "",
        "; ".join(f"{person.name} <{person.email}>" for person in owners),
    )


@blueprint.app_template_filter("is_open_to_cluster")
def is_open(crossed: Any) -> bool:
    """Whether the cluster reads the profile of the organisation."""
    is_listed = crossed.organisation.listed_at is not None
    return is_open_to_cluster(crossed.state, crossed.asked_by, is_listed=is_listed)


@blueprint.route(
    "/organisations/<id:organisation_id>/cluster-members/invite", methods=["GET", "POST"]
)
@signed_in
def invite_organisation(organisation_id: int) -> Page:
    """Find a listed organisation and ask it to join the cluster."""
    found = _cluster(organisation_id)
    authorize(actor(), Permission.ORGANISATION_EDIT, found)
    form = PageForm(schemas.InviteOrganisation)
    asked = form.submit(lambda data: services.invite_organisation(actor(), found.id, **data))
    if asked is not None:
        flash(_("%(name)s is asked to join.", name=asked.organisation.name), "good")
        return redirect(
            url_for("identity.cluster_members", organisation_id=found.id, state="asked")
        )
    text = request.args.get("q", "").strip()[:100]
    return form.render(
        "identity/organisation/invite.html",
        **parts_of(found),
        text=text,
        organisations=queries.find_invitable(found.id, text) if text else [],
    )


@blueprint.get("/cluster-memberships/<id:crossed_id>")
@signed_in
def crossed(crossed_id: int) -> str:
    """Show an organisation's place in a cluster, to either side."""
    found = queries.get_crossed(actor(), crossed_id)
    seen = is_open(found) or found.organisation_id in actor().organisation_ids
    is_member = found.state == CrossedState.ACCEPTED
    owners = queries.list_owners_of([found.organisation_id, found.cluster_id]) if is_member else {}
    return render_template(
        "identity/organisation/crossed.html",
        **_side_of_reader(found),
        crossed=found,
        profile=queries.get_profile(found.organisation) if seen else None,
        owners=owners,
        may_answer=found.state == CrossedState.ASKED
        and can(actor(), Permission.CROSSED_ANSWER, found),
        may_end=found.state in STANDING and can(actor(), Permission.CROSSED_END, found),
    )


def _side_of_reader(found: Any) -> dict[str, Any]:
    """Return the side that the reader belongs to, with its tabs."""
    if can(actor(), Permission.MEMBERSHIP_VIEW, found.organisation):
        return parts_of(found.organisation, "identity.clusters_of")
    return parts_of(found.cluster, "identity.cluster_members")


@blueprint.post("/cluster-memberships/<id:crossed_id>/<any(accept,decline,end):answer>")
@signed_in
@writes
def answer_crossed(crossed_id: int, answer: str) -> Response:
    """Accept or decline a membership, or end it."""
    found = queries.get_crossed(actor(), crossed_id)
    services.ANSWERS[answer](actor(), found)
    said = {
        "accept": _("%(organisation)s now belongs to %(cluster)s."),
        "decline": _("The membership is declined."),
        "end": _("It is ended."),
    }
    names = {"organisation": found.organisation.name, "cluster": found.cluster.name}
    flash(said[answer] % names, "good")
    return redirect(url_for("identity.crossed", crossed_id=crossed_id))


@next_steps
def questions(who: Actor) -> Iterator[NextStep]:
    """Tell owners which memberships wait for their answer."""
    for one in queries.list_crossed_waiting(who):
        if one.asked_by == Side.ORGANISATION:
            title = _("%(organisation)s asks to join %(cluster)s")
        else:
            title = _("%(cluster)s asks %(organisation)s to join")
        names = {"organisation": one.organisation.name, "cluster": one.cluster.name}
        yield NextStep(
            title=title % names,
            url=url_for("identity.crossed", crossed_id=one.id),
            note=_("Accept or decline"),
            icon="building",
        )
