"""The report on paper: what it says, and that it can be read aloud."""

import io
from collections import Counter
from dataclasses import replace

import pikepdf
import pytest
from flask_babel import force_locale

from app.reports.presentation.document import report_html, report_pdf, summarise
from app.reports.rules.freezing import Revision, freeze, thaw
from app.reports.rules.outcome import count_outcome
from app.reports.rules.records import JurorRecord
from tests.app.reports.records import START, challenge, event_record, proposal, records
from tests.app.reports.test_rules import PEOPLE, PROPOSALS, both

pytestmark = pytest.mark.slow

SHA = "0123456789abcdef" * 4
REVISION = Revision(version=2, taken_at=START, taken_by="Eglė Žukauskaitė", reason="Final")
EARLIER = (replace(REVISION, version=1, sha256="f" * 64, reason="First look"),)
ATTENDANCE = (
    "4 people from 3 organisations and 2 countries came to Open Innovation Day on 5 May 2026. "
    "Of 5 people who had registered, 3 attended; 1 more came without."
)
NOBODY_YET = (
    "No one had registered for Open Innovation Day when these figures were frozen, and nobody had "
    "been checked in."
)
SELECTION = (
    "2 challenges drew 6 proposals. Of these 3 were judged by a jury of 2, 2 were shortlisted "
    "and 1 selected."
)
FULL = replace(
    both,
    event=event_record(name="Dzień Innowacji Źdźbło – Ημέρα – Ден"),
    jurors=(JurorRecord(kind="sme", country="DE"),),
)


def frozen(found):
    return thaw(freeze(found, REVISION, EARLIER))


def html_of(application, found):
    with application.app_context(), force_locale("en"):
        return report_html(frozen(found), SHA)


@pytest.fixture(scope="module")
def pdf(application):
    steps = []
    with application.app_context():
        made = report_pdf(frozen(FULL), SHA, lambda *step: steps.append(step))
    assert [step[:2] for step in steps] == [(1, 4), (2, 4), (3, 4)]
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


def elements(pdf, kind):
    return [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary)
        and one.get("/Type") == "/StructElem"
        and one.get("/S") == kind
    ]


def test_it_has_pages_of_a4(pdf):
    assert len(pdf.pages) >= 7
    assert {tuple(round(float(n)) for n in page.MediaBox) for page in pdf.pages} == {
        (0, 0, 595, 842)
    }


def test_it_says_its_title_its_language_and_that_it_is_tagged(pdf):
    title = "Dzień Innowacji Źdźbło – Ημέρα – Ден: outcome report"
    assert str(pdf.docinfo["/Title"]) == title
    assert str(pdf.docinfo["/Author"]) == "Elbtal"
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in pdf.Root
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_every_chart_has_a_text_and_every_head_a_scope(pdf):
    charts = [str(one.get("/Alt")) for one in elements(pdf, "/Figure")]
    assert sorted(charts) == sorted(
        [
            "People who attended, by country",
            "Organisations and people who attended, by part of the helix",
            "Enterprises that attended, by size",
            "Tickets made before the event, by week and channel",
            "Arrivals per ten minutes, by the clock of the venue",
            "From the submitted to the selected proposal",
            "Technology readiness of the submitted proposals, as declared",
            "Proposals by challenge and stage",
            "Median spread between the jurors of a proposal, in points of 100",
        ]
    )
    scopes = Counter(str(head.A.Scope) for head in elements(pdf, "/TH"))
    assert set(scopes) == {"/Column", "/Row"}
    assert all(count > 20 for count in scopes.values())


def test_headings_stand_for_the_sections(pdf):
    assert len(elements(pdf, "/H1")) == 10


def test_all_fonts_are_embedded_and_ours(pdf):
    fonts = {
        str(font.BaseFont)[8:]: font.DescendantFonts[0].FontDescriptor
        for page in pdf.pages
        for font in page.Resources.get("/Font", {}).values()
    }
    assert {name.partition("-")[0] for name in fonts} == {"Inter"}
    assert all("/FontFile2" in one for one in fonts.values())


def test_it_prints_the_digest_the_version_and_the_earlier_ones(application):
    html = html_of(application, FULL)
    assert html.count(SHA) == 2
    assert "sha256sum day-snapshot-v2.json" in html
    assert "f" * 64 in html
    assert "First look" in html
    assert "Sensitive: for the funder and the organisers of the event" in html


def test_texts_of_people_are_escaped(application):
    found = replace(
        PROPOSALS,
        challenges=(challenge(1, title="<b>Bold</b> & more"),),
        proposals=(proposal(1, state="selected", reason="<script>"),),
    )
    html = html_of(application, found)
    assert "<b>Bold" not in html
    assert "<script>" not in html
    assert html.count("&lt;b&gt;Bold&lt;/b&gt; &amp; more") >= 3


def test_figures_and_tables_are_numbered_without_gaps(application):
    html = html_of(application, FULL)
    figures = [n for n in range(1, 30) if f'id="figure-{n}"' in html]
    tables = [n for n in range(1, 40) if f'id="table-{n}"' in html]
    assert figures == list(range(1, 10))
    assert tables == list(range(1, 15))
    assert [n for n in figures if html.count(f'href="#figure-{n}"') != 1] == []


def test_little_data_makes_a_report_too(application):
    with application.app_context():
        made = report_pdf(thaw(freeze(records(), REVISION)), SHA)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) >= 7
    html = html_of(application, records())
    assert "nothing was recorded" in html
    assert "No challenge was published." in html


def test_the_summary_is_written_out(application):
    with application.app_context(), force_locale("en"):
        people = summarise(PEOPLE, count_outcome(PEOPLE))
        first, second = summarise(PROPOSALS, count_outcome(PROPOSALS))
    assert people == [ATTENDANCE]
    assert first == NOBODY_YET
    assert second == SELECTION


def test_the_same_snapshot_makes_the_same_pages(application):
    small = thaw(freeze(records(), REVISION))
    with application.app_context():
        assert report_pdf(small, SHA) == report_pdf(small, SHA)
