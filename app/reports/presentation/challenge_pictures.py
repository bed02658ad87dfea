"""Charts of the way from challenge to selection, and of the jury."""

from flask_babel import gettext

from app.reports.presentation.figures import make_table
from app.reports.presentation.picture import Picture
from app.reports.presentation.words import STAGES, percent, tenths, word
from app.reports.rules.counts import Figure
from app.reports.rules.outcome import Outcome
from app.reports.rules.records import EventRecords
from app.web import charts
from app.web.charts import NARROW, Bar, Series

FUNNEL = ("submitted", "evaluated", "shortlisted", "selected")


def draw_funnel(_records: EventRecords, outcome: Outcome) -> Picture:
    """Draw how many proposals came how far."""
    figures = [outcome.figure(key) for key in FUNNEL]
    submitted = figures[0].value or 0
    stages = [
        Bar(word(STAGES, one.key), one.value or 0, _share(one.value or 0, submitted))
        for one in figures
    ]
    caption = gettext("From the submitted to the selected proposal")
    rows = [
        (word(STAGES, key), outcome.figure(key).value or 0, _of(outcome, key))
        for key in STAGES
        if key != "started"
    ]
    return Picture(
        key="funnel",
        is_narrow=True,
        caption=caption,
        chart=charts.funnel(caption, stages, width=NARROW),
        table=make_table(
            (gettext("Stage"), gettext("Proposals"), gettext("Of those submitted")), rows
        ),
        is_empty=not submitted,
    )


def _share(value: int, whole: int) -> str:
    share = Figure(key="", value=value, of=whole).per_mille
    return f"{value}  ·  {percent(share)}"


def _of(outcome: Outcome, key: str) -> str:
    whole = outcome.figure("submitted").value
    return percent(Figure(key=key, value=outcome.figure(key).value, of=whole).per_mille)


def draw_by_challenge(records: EventRecords, outcome: Outcome) -> Picture:
    """Draw how many came how far, challenge by challenge."""
    titles = {one.number: one.title for one in records.challenges}
    rows = [titles[row.challenge] for row in outcome.funnel]
    series = [
        Series(word(STAGES, key), [getattr(row, key) for row in outcome.funnel]) for key in FUNNEL
    ]
    caption = gettext("Proposals by challenge and stage")
    return Picture(
        key="by_challenge",
        caption=caption,
        chart=charts.nested(caption, rows, series),
        table=make_table(
            (gettext("Challenge"), *(word(STAGES, key) for key in STAGES)),
            [
                (titles[row.challenge], *(getattr(row, key) for key in STAGES))
                for row in outcome.funnel
            ],
            (gettext("Total"), *(outcome.figure(key).value for key in STAGES)),
        ),
        is_empty=not any(row.submitted for row in outcome.funnel),
    )


def draw_readiness(_records: EventRecords, outcome: Outcome) -> Picture:
    """Draw how mature the proposals are."""
    caption = gettext("Technology readiness of the submitted proposals, as declared")
    labels = [(one.key and f"TRL {one.key}") or gettext("Not stated") for one in outcome.readiness]
    counts = [one.count for one in outcome.readiness]
    return Picture(
        key="readiness",
        is_narrow=True,
        caption=caption,
        chart=charts.columns(caption, labels, [Series(gettext("Proposals"), counts)], width=NARROW),
        table=make_table(
            (gettext("Readiness level"), gettext("Proposals")),
            list(zip(labels, counts, strict=True)),
            (gettext("Total"), sum(counts)),
        ),
        is_empty=not any(counts),
    )


def draw_spread(records: EventRecords, outcome: Outcome) -> Picture:
    """Draw how far jurors are apart."""
    titles = {one.number: one.title for one in records.challenges}
    shown = [
        Bar(titles[row.challenge], row.spread, tenths(row.spread))
        for row in outcome.judging
        if row.spread is not None
    ]
    caption = gettext("Median spread between the jurors of a proposal, in points of 100")
    return Picture(
        key="spread",
        caption=caption,
        chart=charts.bars(caption, shown),
        table=make_table(
            (
                gettext("Challenge"),
                gettext("Proposals judged"),
                gettext("Scorecards"),
                gettext("Required"),
                gettext("Fewest"),
                gettext("Most"),
                gettext("Spread"),
            ),
            [
                (
                    titles[row.challenge],
                    row.proposals,
                    row.completed,
                    row.required,
                    row.fewest,
                    row.most,
                    tenths(row.spread),
                )
                for row in outcome.judging
            ],
        ),
        is_empty=not shown,
    )
