"""PDF from our own HTML: no network, no files but our own, tagged so that it can be read aloud.

The one importer of weasyprint; `app.core.stamping` shares pikepdf with it.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).parent.parent / "static"
FONTS = STATIC / "vendor" / "fonts"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
PICTURE = re.compile(r"data:image/(png|jpeg|svg\+xml)[;,]")
OWN = "app:"
PRINT = 4  # the third bit of an annotation's flags
UA = "pdf/ua-1"
ARCHIVE = "pdf/a-3a"
# What Inter has no letters for falls back to whatever the machine has.
FONT_FACES = (
    "".join(
        f"@font-face{{font-family:Inter;font-weight:{weight};"
        f"src:url({OWN}vendor/fonts/Inter-{name}.ttf) format('truetype')}}\n"
        for weight, name in WEIGHTS.items()
    )
    + "html{font-family:Inter,'Noto Sans','DejaVu Sans',sans-serif}\n"
)


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
    """Gives a document pictures it brings along and files below `app/static`, nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return what lies at an address, or refuse."""
        if url.startswith(OWN):
            return URLFetcherResponse(url, own_file(url.removeprefix(OWN)).read_bytes())
        if PICTURE.match(url):
            return super().fetch(url, headers)
        raise ValueError("a document may not fetch " + url[:80])


def own_file(name: str) -> Path:
    """Return a file below `app/static`; ValueError for anything outside."""
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC.resolve()):
        raise ValueError("outside the static folder: " + name)
    return path


def render_pdf(html: str, *, title: str, author: str = "", tagged: bool = True) -> bytes:
    """Return a page of HTML as PDF, by default as PDF/UA-1.

    The HTML says its language (`<html lang>`); it reaches fonts and pictures as `app:` and a path
    below `app/static`, or as `data:` pictures.
    """
    document = _render(html)
    document.metadata.title = title
    document.metadata.authors = [author] if author else []
    made = document.write_pdf(pdf_variant=UA if tagged else None)
    return finish(made) if tagged else bytes(made)


def render_archive(html: str, *, title: str, author: str) -> bytes:
    """Return a page of HTML as PDF/A-3a, which can be read aloud, too, and may carry files."""
    document = _render(html)
    document.metadata.title = title
    document.metadata.authors = [author]
    return bytes(document.write_pdf(pdf_variant=ARCHIVE))


def _render(html: str) -> Any:
    fonts = FontConfiguration()
    fetcher = OwnFilesOnly()
    faces = CSS(string=FONT_FACES, font_config=fonts, url_fetcher=fetcher)
    source = HTML(string=html, base_url=OWN, url_fetcher=fetcher)
    return source.render(font_config=fonts, stylesheets=[faces])


def finish(made: bytes) -> bytes:
    """Add what PDF/UA asks for and weasyprint leaves out: scopes of heads, printable links."""
    with pikepdf.open(BytesIO(made)) as pdf:
        for element, in_head in _elements(pdf.Root.get("/StructTreeRoot"), in_head=False):
            if element.get("/S") == "/TH":
                scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row
                element.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=scope)
        for page in pdf.pages:
            for annotation in page.get("/Annots", ()):
                annotation.F = int(annotation.get("/F", 0)) | PRINT
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _elements(element: Any, *, in_head: bool) -> Iterator[tuple[Any, bool]]:
    """Walk the structure tree, with whether the element stands in the head of a table."""
    stack = [(element, in_head)]
    while stack:
        node, inside = stack.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        yield node, inside
        kids = node.get("/K", ())
        below = inside or node.get("/S") == "/THead"
        stack += [(kid, below) for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])]
