"""Files that nobody sends in good faith: bombs, disguises, polyglots, programs, broken ends."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache

import pikepdf
from PIL import Image

MEGABYTE = 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SCAN = b"\xff\xda\x00\x02"
SCRIPT = b"<script>alert(1)</script>"


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 32)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format=kind)
    return out.getvalue()


def png_of(width: int, height: int, data: bytes = b"") -> bytes:
    """Write a PNG that says how large it is, whatever is in it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + end

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pdf(**of_root: pikepdf.Dictionary) -> bytes:
    """Make a PDF of one page, with what is added to its catalogue."""
    made = pikepdf.new()
    made.add_blank_page()
    for key, value in of_root.items():
        made.Root[f"/{key}"] = made.make_indirect(value)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(entries: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return out.getvalue()


def office(more: Mapping[str, bytes] | None = None, *, kind: str = DOCX, types: str = "") -> bytes:
    """Make an office file with one sentence, and with what is added to it."""
    listed = (
        f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.main+xml"/>{types}</Types>'
    )
    entries = {
        "[Content_Types].xml": listed.encode(),
        "_rels/.rels": relation("officeDocument", "word/document.xml", "Internal"),
        "word/document.xml": b"<document><p>Cold stores</p></document>",
    }
    return packed(entries | dict(more or {}))


def relation(kind: str, target: str, mode: str) -> bytes:
    one = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<Relationships xmlns="{RELS}">{one}</Relationships>'.encode()


def object_stream_bomb(megabytes: int, *, twice: bool) -> bytes:
    """Make a PDF whose catalogue lies in a stream that unpacks to so many megabytes."""
    head = b"1 0 2 33 "
    packer = zlib.compressobj(9)
    body = [packer.compress(head + b"<</Type/Catalog/Pages 2 0 R>>    <</Type/Pages/Kids[]>>")]
    body += [packer.compress(bytes(MEGABYTE).replace(b"\0", b" ")) for _ in range(megabytes)]
    data = b"".join([*body, packer.flush()])
    filters = b"[/FlateDecode/FlateDecode]" if twice else b"/FlateDecode"
    data = zlib.compress(data, 9) if twice else data
    made = b"%PDF-1.5\n"
    at = len(made)
    made += b"4 0 obj<</Type/ObjStm/N 2/First %d/Filter %s/Length %d>>stream\n" % (
        *(len(head), filters, len(data)),
    )
    made += data + b"\nendstream endobj\n"
    rows = [(0, 0, 255), (2, 4, 0), (2, 4, 1), (0, 0, 0), (1, at, 0), (1, len(made), 0)]
    table = b"".join(bytes([t]) + a.to_bytes(4, "big") + bytes([b]) for t, a, b in rows)
    start = len(made)
    made += b"5 0 obj<</Type/XRef/W[1 4 1]/Size 6/Root 1 0 R/Length %d>>stream\n" % len(table)
    return made + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % start


def _loop() -> bytes:
    kids = b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\n"
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + kids
    return head + b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF"


def _locked() -> bytes:
    out = io.BytesIO()
    made = pikepdf.new()
    made.add_blank_page()
    made.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


def _lying(data: bytes) -> bytes:
    """Say of every entry, in the list at the archive's end, that it unpacks to ten bytes."""
    changed, at = bytearray(data), 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        changed[at + 24 : at + 28] = struct.pack("<I", 10)
        at += 4
    return bytes(changed)


def _overlapping() -> bytes:
    """Let a thousand entries of a list lead to the same bytes."""
    data = office({"word/media/a.png": bytes(200 * 1024)})
    start = data.index(b"PK\x01\x02", data.index(b"word/media/a.png") + 300)
    end = data.index(b"PK\x05\x06")
    entry = data[data.rindex(b"PK\x01\x02", start, end) : end]
    listed = data[start:end] + b"".join(
        entry.replace(b"a.png", f"{n:01x}.png"[-5:].encode()) for n in range(16)
    )
    count = 4 + 16
    tail = struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), start, 0)
    return data[:start] + listed + b"PK\x05\x06" + tail


def _macro() -> bytes:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return office(types=f'<Override PartName="/x" ContentType="{kind}"/>')


_ENTITIES = (
    b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
    b"<document>&c;</document>"
)
_OUTER = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>'
_AS_JS = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
_LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
_FILES = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array()))


@cache
def hostile() -> dict[str, bytes]:
    """Return the corpus, by what each file is; some of it takes its time to make."""
    return _disguises() | _pictures() | _documents() | _archives()


def _disguises() -> dict[str, bytes]:
    return {
        "nothing": b"",
        "one byte": b"%",
        "words": b"hello",
        "a page": b"<!doctype html>" + SCRIPT,
        "an SVG with a script": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "a GIF": b"GIF89a" + bytes(64),
        "a TIFF": b"II*\0" + bytes(64),
        "a PostScript picture": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
        "PostScript behind a PNG's name": b"\x89PNG\r\n\x1a\n%!PS-Adobe-3.0 EPSF-3.0\nIEND",
        "a program of Windows": b"MZ" + bytes(512),
        "a program of Linux": b"\x7fELF" + bytes(512),
        "a script of a shell": b"#!/bin/sh\nrm -rf /\n",
        "a film": b"\x00\x00\x00\x18ftypmp42" + bytes(512),
        "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "a page behind a JPEG's first bytes": b"\xff\xd8\xff" + SCRIPT + b"\xff\xd9",
        "more than it may weigh": b"%PDF-1.7\n" + bytes(11 * MEGABYTE),
    }


def _pictures() -> dict[str, bytes]:
    zeros = bytes(120 * MEGABYTE)
    return {
        "half a PNG": picture()[:60],
        "half a JPEG": picture("JPEG")[:-9],
        "a PNG of 49 million points": png_of(7000, 7000),
        "a PNG of 3,600 million points": png_of(60_000, 60_000, zlib.compress(zeros)),
        "a PNG without an end to its numbers": png_of(2**31 - 1, 2**31 - 1),
        "a JPEG of a thousand scans": picture("JPEG")[:-2]
        + b"\xff\xda\x00\x02" * 1000
        + b"\xff\xd9",
    }


def _documents() -> dict[str, bytes]:
    return {
        "a PDF of no pages": b"%PDF-1.7\n%%EOF",
        "half a PDF": pdf()[: len(pdf()) // 2],
        "a PDF with a password": _locked(),
        "a PDF whose pages hold themselves": _loop(),
        "a PDF of 10,000 brackets": b"%PDF-1.4\n1 0 obj" + b"[" * 10_000 + b"endobj\n%%EOF",
        "a PDF that unpacks to 100 MB": object_stream_bomb(100, twice=False),
        "a PDF that unpacks twice": object_stream_bomb(100, twice=True),
        "a PDF with a script": pdf(OpenAction=_AS_JS),
        "a PDF that starts a program": pdf(OpenAction=_LAUNCH),
        "a PDF with files in it": pdf(Names=_FILES),
        "a PDF that is an archive, too": pdf() + packed({"evil.exe": b"MZ"}) + b"%%EOF",
        "a PDF with a page behind it": pdf() + SCRIPT * 100,
    }


def _archives() -> dict[str, bytes]:
    zeros = bytes(120 * MEGABYTE)
    return {
        "an archive": packed({"a.txt": b"hello"}),
        "an archive of 120 MB of nothing": packed({"a.xml": zeros}),
        "an office file of 120 MB of nothing": office({"word/a.xml": zeros}),
        "an office file that lies about it": _lying(office({"word/a.xml": zeros})),
        "an office file whose entries overlap": _overlapping(),
        "an office file of 4,000 entries": office({f"word/{n}.xml": b"<a/>" for n in range(4000)}),
        "an office file with macros": _macro(),
        "an office file with a project of macros": office({"word/vbaProject.bin": b"\xd0\xcf"}),
        "an office file with a program": office({"word/media/a.png": b"MZ" + bytes(64)}),
        "an office file with an archive": office({"word/media/a.png": packed({"a": b"b"})}),
        "an office file in an office file twice": office(
            {
                "word/embeddings/a.docx": office(
                    {"word/embeddings/b.docx": office({"word/embeddings/c.docx": office()})}
                )
            }
        ),
        "an office file with entities": office({"word/document.xml": _ENTITIES}),
        "an office file with entities in UTF-16": office(
            {"word/document.xml": _ENTITIES.decode().encode("utf-16")}
        ),
        "an office file with a file of the server": office({"word/document.xml": _OUTER}),
        "an office file with a template elsewhere": office(
            {"word/_rels/a.xml.rels": relation("attachedTemplate", "http://evil.test/", "External")}
        ),
        "an office file with a picture elsewhere": office(
            {"word/_rels/a.xml.rels": relation("image", "http://evil.test/1.png", "External")}
        ),
        "an office file that leads out": office({"../../etc/passwd": b"root"}),
        "an office file at an address of Windows": office({"C:\\Windows\\a.xml": b"<a/>"}),
        "an office file of no kind": office(kind="application/vnd.example"),
        "half an office file": office()[:-30],
    }


HONEST = {
    "one-page.pdf": pdf(),
    "plan.png": picture(),
    "photo.jpeg": picture("JPEG"),
    "brief.docx": office(),
    "figures.xlsx": office(kind=DOCX.replace("wordprocessingml.document", "spreadsheetml.sheet")),
    "pitch.pptx": office(
        {"ppt/embeddings/Chart1.xlsx": office()},
        kind=DOCX.replace("wordprocessingml.document", "presentationml.presentation"),
    ),
}
