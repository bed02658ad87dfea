"""PDFs: tagged, with our fonts, and unable to reach for anything that is not ours."""

import io
import logging

import pikepdf
import pytest

from app.core.pdf import OwnFilesOnly, own_file, render_pdf

PAGE = """<html lang="en"><body><h1>Źdźbłowska Παππάς Йорданова</h1>
<table><caption>Figures</caption><thead><tr><th scope="col">Name</th><th scope="col">Count</th></tr>
</thead><tbody><tr><th scope="row">People</th><td><a href="https://example.org/">188</a></td></tr>
</tbody></table></body></html>"""


@pytest.fixture
def pdf():
    with pikepdf.open(io.BytesIO(render_pdf(PAGE, title="Outcome report"))) as opened:
        yield opened


def test_it_says_its_title_its_language_and_that_it_is_tagged(pdf):
    assert str(pdf.docinfo["/Title"]) == "Outcome report"
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked) is True


def test_heads_say_what_they_head(pdf):
    heads = [
        str(thing.A.Scope)
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"
    ]
    assert sorted(heads) == ["/Column", "/Column", "/Row"]


def test_links_are_printed(pdf):
    assert [int(link.F) & 4 for link in pdf.pages[0].Annots] == [4]


def test_letters_of_three_scripts_come_from_our_font(pdf):
    fonts = {str(font.BaseFont)[8:] for font in pdf.pages[0].Resources.Font.values()}
    assert fonts == {"Inter", "Inter-Bold"}


def test_the_same_page_makes_the_same_bytes():
    assert render_pdf(PAGE, title="A") == render_pdf(PAGE, title="A")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:1/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x.png",
        "data:text/html,<p>",
        "app:../../config.py",
        "app:/etc/hostname",
    ],
)
def test_nothing_foreign_is_fetched(address, caplog):
    with pytest.raises(ValueError, match=r"may not fetch|outside the static folder"):
        OwnFilesOnly().fetch(address)
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        html = f'<html lang="en"><body><p>x<img alt="x" src="{address}"></p></body></html>'
        made = pikepdf.open(io.BytesIO(render_pdf(html, title="x")))
    assert len(made.pages[0].Resources.XObject) == 0
    assert "Failed to load image" in caplog.text


def test_pictures_that_a_page_brings_along_are_shown():
    dot = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAg"
        "ABSK+kcQAAAABJRU5ErkJggg=="
    )
    html = f'<html lang="en"><body><img alt="a dot" src="{dot}"></body></html>'
    made = pikepdf.open(io.BytesIO(render_pdf(html, title="x")))
    assert len(made.pages[0].Resources.XObject) == 1


def test_our_own_files_are_below_the_static_folder():
    assert own_file("img/logo.svg").name == "logo.svg"
