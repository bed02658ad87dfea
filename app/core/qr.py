"""QR codes as a grid, as SVG and as PNG; the one importer of qrcode."""

from dataclasses import dataclass
from io import BytesIO

import qrcode
from markupsafe import Markup, escape
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # the light border that readers need, in modules
# One fixed mask: trying all eight takes ten times as long and readers do not notice.
MASK = 3


@dataclass(frozen=True)
class Qr:
    """A code's modules, row by row; True is dark."""

    rows: tuple[tuple[bool, ...], ...]

    @property
    def size(self) -> int:
        """The modules along one side, without the light border."""
        return len(self.rows)

    def runs(self) -> list[tuple[int, int, int]]:
        """Return the dark stretches as (column, row, length)."""
        found = []
        for y, row in enumerate(self.rows):
            start = None
            for x, dark in enumerate((*row, False)):
                if dark and start is None:
                    start = x
                elif not dark and start is not None:
                    found.append((start, y, x - start))
                    start = None
        return found


def make_qr(text: str, *, version: int | None = None) -> Qr:
    """Return the code of a text at error level M; a fixed version that is too small raises."""
    code = qrcode.QRCode(
        version=version, error_correction=ERROR_CORRECT_M, mask_pattern=MASK, border=0
    )
    code.add_data(text, optimize=0)
    code.make(fit=version is None)
    return Qr(tuple(tuple(map(bool, row)) for row in code.modules))


def svg(code: Qr, label: str) -> Markup:
    """Return a code as inline SVG, dark on white in any theme."""
    side = code.size + 2 * QUIET
    path = "".join(f"M{x + QUIET} {y + QUIET}h{n}v1h-{n}z" for x, y, n in code.runs())
    return Markup(  # noqa: S704 - numbers, and a label that is escaped
        f'<svg class="qr" viewBox="0 0 {side} {side}" role="img" aria-label="{escape(label)}" '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg>'
    )


def png(code: Qr, *, scale: int = 8) -> bytes:
    """Return a code as a one-bit PNG, for mails and for print."""
    side = code.size + 2 * QUIET
    image = Image.new("1", (side, side), 1)
    for x, y, length in code.runs():
        image.paste(0, (x + QUIET, y + QUIET, x + QUIET + length, y + QUIET + 1))
    out = BytesIO()
    image.resize((side * scale, side * scale)).save(out, "PNG", optimize=True)
    return out.getvalue()
