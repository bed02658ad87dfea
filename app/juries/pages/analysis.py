"""The organiser's page of how far a result carries."""

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext, ngettext

from app.juries.pages.frame import CHALLENGE, blueprint
from app.juries.pages.reading import SIDES, percent, points, refusal_words, span, winner_words
from app.juries.queries import analysis, exporting, panel, results
from app.proposals.queries import closed_to
from app.web.guards import actor, signed_in
from challenges.canonical import canonical_json

Row = dict[str, Any]
WIDE = 1.645  # standard errors to either side of nine in ten


@blueprint.get("/manage/<slug>/jury/<id:challenge_id>/analysis")
@signed_in
def view_analysis(slug: str, challenge_id: int) -> str:
    """Show calibration, agreement, and what the result of a challenge hangs on."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    found = results.load_results(challenge, closed_to(actor(), event.id))
    made = analysis.analyse_results(found)
    titles = {row.rank.proposal: row.title for row in found.rows}
    return render_template(
        "juries/analysis.html",
        event=event,
        challenge=challenge,
        tabs=CHALLENGE.tabs(slug=slug, challenge_id=challenge_id),
        results=found,
        made=made,
        model=made.beside.model,
        refused=refusal_words(made.beside.refusal),
        winner=winner_words(made.beside.model, found),
        titles=titles,
        criteria={one.key: one.name for one in found.record.criteria},
        places=_places(made, titles),
        offsets=_offsets(made),
        favours=[(SIDES[one.kind], _favour(one)) for one in made.analysis.favours],
        percent=percent,
    )


def _favour(one: Any) -> str:
    number = ngettext("%(num)s mark", "%(num)s marks", one.marks)
    if one.above is None:
        return gettext("%(number)s: too few to say", number=number)
    words = gettext("more than chance") if one.is_notable else gettext("within chance")
    return gettext(
        "%(above)s ± %(error)s, %(words)s (%(number)s)",
        above=points(one.above),
        error=points(one.error).lstrip("+"),
        words=words,
        number=number,
    )


def _places(made: analysis.Analysed, titles: dict[str, str]) -> list[Row]:
    return [
        {
            "label": titles[place.proposal],
            "low": place.rank_from - 0.5,
            "high": place.rank_to + 0.5,
            "middle": float(place.rank),
            "text": span(place.rank_from, place.rank_to),
            "more": percent(place.best),
        }
        for place in (made.beside.model.places if made.beside.model else ())
    ]


def _offsets(made: analysis.Analysed) -> list[Row]:
    by_key = {one.juror: one for one in (made.beside.model.offsets if made.beside.model else ())}
    return [
        {
            "label": name,
            "low": float(one.offset) - WIDE * float(one.error),
            "high": float(one.offset) + WIDE * float(one.error),
            "middle": float(one.offset),
            "text": points(one.offset),
            "more": str(round(one.spread * 20, 1)) if one.spread is not None else "–",
            "marks": one.marks,
        }
        for key, name in made.jurors.items()
        if (one := by_key.get(key)) is not None
    ]


@blueprint.get("/manage/<slug>/jury/<id:challenge_id>/export.json")
@signed_in
def export(slug: str, challenge_id: int) -> Response:
    """Download all that `python3 -m challenges recount` needs, with names if asked for."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    named = request.args.get("names") == "1"
    text = canonical_json(exporting.export_jury(actor(), challenge, named=named))
    response = Response(text, mimetype="application/json")
    name = f"jury-{slug}-with-names.json" if named else f"jury-{slug}.json"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
