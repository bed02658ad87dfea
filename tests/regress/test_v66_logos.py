"""A logo is drawn anew or refused: bombs, disguises, polyglots, halves; within bounded memory."""

import io
import resource
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from app.core.errors import Invalid
from app.core.ids import encode_id
from app.identity import queries
from app.identity.services import MAX_LOGO_BYTES, check_logo
from tests.factories.identity import make_member, make_organisation

PAYLOAD = b"<script>alert(1)</script>"


def picture(kind="PNG", size=(64, 32), mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size, 128).save(out, format=kind, **more)
    return out.getvalue()


def png_of(width, height, data=b""):
    """Write a PNG that says how large it is, whatever is in it."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def bomb():
    """Pack 450 MB, when it is needed: it takes a while."""
    return png_of(60_000, 60_000, zlib.compress(bytes(7501) * 60_000, 9))


REFUSED = {
    "empty": b"",
    "text": b"hello",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "eps behind a PNG's name": b"\x89PNG\r\n\x1a\n%!PS-Adobe-3.0 EPSF-3.0\n" + b"IEND",
    "gif": b"GIF89a" + bytes(64),
    "html behind JPEG's first bytes": b"\xff\xd8\xff" + PAYLOAD + b"\xff\xd9",
    "half a PNG": picture()[:60],
    "half a WebP": picture("WEBP")[:-9],
    "a WebP that is none": b"RIFF" + struct.pack("<I", 4) + b"WEBP",
    "huge in points": png_of(7000, 7000),
    "a bomb": bomb,
    "too many bytes": picture() + bytes(MAX_LOGO_BYTES),
    "a PDF": b"%PDF-1.7\n%%EOF",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_honest_picture_is_refused(name):
    sent = REFUSED[name]() if callable(REFUSED[name]) else REFUSED[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid) as refused:
        check_logo(sent, "logo.png")
    assert refused.value.field == "file"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 64 * 1024  # kilobytes: nothing was unpacked to see that it is too large


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_polyglot_keeps_nothing_but_its_picture(kind):
    checked = check_logo(picture(kind) + PAYLOAD, "<b>.html")
    assert PAYLOAD not in checked.data
    assert checked.filename.rpartition(".")[2] in ("png", "jpg", "webp")
    with Image.open(io.BytesIO(checked.data)) as drawn:
        assert (drawn.format, drawn.size) == (kind, (64, 32))


def test_hidden_data_is_left_out_and_a_large_logo_is_made_smaller():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Secret Person")
    exif = Image.Exif()
    exif[0x010E] = "Secret place"
    for kind, more in (("PNG", {"pnginfo": words, "exif": exif}), ("JPEG", {"exif": exif})):
        sent = picture(kind, (3000, 1500), **more)
        assert b"Secret" in sent
        checked = check_logo(sent, "logo")
        assert b"Secret" not in checked.data
        with Image.open(io.BytesIO(checked.data)) as drawn:
            assert drawn.size == (800, 400)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_colour_is_taken(mode):
    assert check_logo(picture("PNG", mode=mode), "logo.png").content_type == "image/png"


def test_a_logo_is_served_as_a_picture_and_nothing_else(browser):
    organisation = make_organisation()
    owner = make_member(organisation)
    base = f"/organisations/{encode_id(organisation.id)}"
    browser.sign_in(owner)

    def upload(data):
        sent = {"file": (io.BytesIO(data), "x.html")}
        return browser.post(
            f"{base}/logo", sent, page=f"{base}/directory", content_type="multipart/form-data"
        )

    assert upload(REFUSED["svg"]).status_code == 422
    assert upload(b"").status_code == 422
    assert upload(picture("WEBP") + PAYLOAD).location == f"{base}/directory"
    shown = browser.get(f"{base}/logo")
    assert shown.mimetype == "image/webp"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert PAYLOAD not in shown.data
    first = queries.find_logo(organisation.id).file_id

    browser.post("/sign-out", page="/home")
    assert browser.get(f"{base}/logo").status_code == 404
    browser.sign_in(owner)
    browser.post(f"{base}/directory", {"is_listed": "1"})
    assert upload(picture()).status_code == 302
    assert queries.find_logo(organisation.id).file_id != first
    browser.post("/sign-out", page="/home")
    assert browser.get(f"{base}/logo").mimetype == "image/png"
