"""QR codes: what is drawn is read again."""

import io

import pytest
import zxingcpp
from PIL import Image
from qrcode.exceptions import DataOverflowError

from app.core.qr import Qr, make_qr, png, svg

ADDRESS = "https://example.org/tickets/3k9m0"


def test_a_camera_reads_a_code_of_free_size():
    picture = Image.open(io.BytesIO(png(make_qr(ADDRESS)))).convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [ADDRESS]


def test_runs_cover_the_dark_modules_and_nothing_else():
    code = Qr(((True, True, False), (False, False, False), (True, False, True)))
    assert code.runs() == [(0, 0, 2), (0, 2, 1), (2, 2, 1)]


def test_svg_is_drawn_in_whole_modules_with_its_light_border():
    code = Qr(((True, True), (False, True)))
    assert svg(code, 'Ticket "1"') == (
        '<svg class="qr" viewBox="0 0 10 10" role="img" aria-label="Ticket &#34;1&#34;" '
        'shape-rendering="crispEdges"><rect width="10" height="10" fill="#fff"/>'
        '<path d="M4 4h2v1h-2zM5 5h1v1h-1z" fill="#000"/></svg>'
    )


def test_what_does_not_fit_a_fixed_version_is_refused():
    with pytest.raises(DataOverflowError):
        make_qr("A" * 123, version=5)
