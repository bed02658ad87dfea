"""A reader's name over every page of a PDF; the original is read, never changed."""

from io import BytesIO

import pikepdf

from app.core.pdf import render_pdf

UPRIGHT, WIDE = 0, 1
QUARTER = 90


def watermark(data: bytes, html: str) -> bytes:
    """Return a PDF with marks over its pages; the HTML lays out one upright and one wide page."""
    marks = render_pdf(html, title="", tagged=False)
    with pikepdf.open(BytesIO(data)) as pdf, pikepdf.open(BytesIO(marks)) as drawn:
        upright, wide = drawn.pages[UPRIGHT], drawn.pages[WIDE]
        for page in pdf.pages:
            page.add_overlay(wide if _is_wide(page) else upright, None)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def _is_wide(page: pikepdf.Page) -> bool:
    """Whether a page is shown wider than it is high, as it is turned."""
    left, low, right, high = (float(side) for side in page.trimbox)
    is_turned = int(page.obj.get("/Rotate", 0)) // QUARTER % 2 == 1
    return (abs(right - left) > abs(high - low)) != is_turned
