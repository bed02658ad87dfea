"""Marks over every page of a PDF, whatever way it lies; the original stays what it was."""

import io

import pikepdf
from flask import current_app, render_template

from app.core.watermark import watermark

LINE = "Confidential. Opened by Łucja Ōtani · Frostwerk, 22 November 2026"


def document(*pages):
    made = pikepdf.new()
    for width, height, turned in pages:
        made.add_blank_page(page_size=(width, height))
        if turned:
            made.pages[-1].obj.Rotate = turned
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def html_of(names):
    with current_app.test_request_context():
        return render_template("pdf/watermark.html", line=LINE, names=names)


def marked(data):
    html = html_of("Łucja Ōtani · Frostwerk")
    return pikepdf.open(io.BytesIO(watermark(data, html)))


def marks(page):
    """Return the shapes of the marks that a page holds, each by its own width and height."""
    found = page.obj.Resources.XObject.values()
    return [tuple(round(float(side)) for side in one.BBox[2:]) for one in found]


def test_every_page_carries_the_marks_upright_or_wide_as_it_is_shown(app):
    data = document((595, 842, 0), (842, 595, 0), (595, 842, 90), (842, 595, 270), (300, 300, 0))
    with marked(data) as made:
        upright, wide = [(595, 842)], [(842, 595)]
        assert [marks(page) for page in made.pages] == [upright, wide, wide, upright, upright]
    with pikepdf.open(io.BytesIO(data)) as original:
        assert all("/XObject" not in page.obj.get("/Resources", {}) for page in original.pages)


def test_the_marks_are_text_that_can_be_searched(app):
    html = html_of("<b>& Söhne")
    assert "&lt;b&gt;&amp; Söhne" in html
    with marked(document((595, 842, 0))) as made:
        (form,) = made.pages[0].obj.Resources.XObject.values()
        assert (
            b"Do" in made.pages[0].obj.Contents.read_bytes()
            if not isinstance(made.pages[0].obj.Contents, pikepdf.Array)
            else True
        )
        assert "/Font" in form.Resources


def test_many_pages_share_one_mark(app):
    data = document(*[(595, 842, 0)] * 200)
    with marked(data) as made:
        assert len(made.pages) == 200
    assert len(watermark(data, "<p>a</p><p style='break-before:page'>b</p>")) < 400_000
