"""The audience's vote: the organiser's page, and the ballot of whoever holds a badge."""

from flask import flash, redirect, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.content import PDF
from app.core.ids import encode_id
from app.pitches import queries, schemas, services
from app.pitches.pages.frame import blueprint
from app.pitches.presentation import MODES, vote_pdf
from app.pitches.rules.voting import MOST, VoteTerms
from app.tickets.queries import get_tickets_by_link, link_of
from app.web.downloads import send_made
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in, writes


@blueprint.route("/manage/pitches/<id:round_id>/vote", methods=["GET", "POST"])
@signed_in
def vote(round_id: int) -> Page:
    """Show the vote of a pitch day and what came of it; declare its rule."""
    one = queries.get_round(actor(), round_id)
    found = queries.find_vote(queries.get_day(round_id))
    terms = found.terms if found else VoteTerms()
    start = {"mode": str(terms.mode), "most": terms.most, "share": terms.share}
    form = PageForm(schemas.VoteIn, start)
    declared = form.submit(lambda data: services.declare_vote(actor(), round_id, **data))
    if declared is not None:
        flash(_("The rule of the vote is declared."), "good")
        return redirect(url_for("pitches.vote", round_id=round_id))
    return form.render(
        "pitches/vote.html",
        round=one,
        event=one.challenge.event,
        vote=found,
        result=queries.count_votes(actor(), found) if found else None,
        modes=list(MODES.items()),
        mode_words=MODES[terms.mode],
    )


@blueprint.post("/manage/pitches/<id:round_id>/vote/open")
@signed_in
@writes
def open_vote(round_id: int) -> Page:
    """Let the audience vote."""
    services.open_vote(actor(), round_id)
    return redirect(url_for("pitches.vote", round_id=round_id))


@blueprint.post("/manage/pitches/<id:round_id>/vote/close")
@signed_in
@writes
def close_vote(round_id: int) -> Page:
    """End the vote."""
    services.close_vote(actor(), round_id)
    return redirect(url_for("pitches.vote", round_id=round_id))


@blueprint.get("/manage/pitches/<id:round_id>/vote.pdf")
@signed_in
def download_vote(round_id: int) -> Response:
    """Download the result of a vote as a PDF."""
    made = vote_pdf(actor(), queries.get_round(actor(), round_id), str(get_locale()))
    return send_made(made, "audience-vote.pdf", PDF)


@blueprint.get("/vote/<link>")
@public
def papers(link: str) -> Page:
    """Show the votes that are open to whoever holds a badge, found by its secret address."""
    tickets = get_tickets_by_link(link)
    if len(tickets) == 1:
        return _papers(link, PageForm(schemas.PlacesIn))
    form = PageForm(schemas.PlacesIn)
    links = [(ticket.name, link_of(ticket)) for ticket in tickets]
    return form.render("pitches/whose.html", event=tickets[0].event, links=links)


@blueprint.post("/vote/<link>/<id:vote_id>")
@public
def cast(link: str, vote_id: int) -> Page:
    """Vote with a badge, once."""
    ticket = get_tickets_by_link(link)[0]
    form = PageForm(schemas.PlacesIn)
    address = request.remote_addr or ""
    ballot = form.submit(
        lambda data: services.cast_ballot(ticket, vote_id, data["pitch_ids"], address)
    )
    if ballot is None:
        return _papers(link, form)
    flash(_("Your vote is counted. Thank you."), "good")
    return redirect(url_for("pitches.papers", link=link))


def _papers(link: str, form: PageForm) -> Page:
    ticket = get_tickets_by_link(link)[0]
    found = queries.list_papers(ticket)
    ballots = [
        (paper, [(encode_id(one.id), one.proposal.title) for one in paper.pitches])
        for paper in found
    ]
    context = {"link": link, "event": ticket.event, "papers": ballots}
    return form.render("pitches/ballot.html", places=range(1, MOST + 1), **context)
