"""Copies of files say nothing of who made them."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from app.core.content import OFFICE, check_file
from app.core.pdf import render_pdf
from app.juries.rules.blinding import Behind, needles_of
from app.juries.rules.cleaning import (
    Unclean,
    clean_office,
    clean_pdf,
    clean_picture,
    names_in,
)
from app.juries.rules.cleaning.pictures import strip_jpeg

TELLING = (b"Frezmind", b"Nowak")
NEEDLES = needles_of(Behind(organisations=("Frezmind Sp. z o.o.",), people=(("Anna", "Nowak"),)))
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = """<?xml version="1.0"?><Types
 xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/docProps/core.xml" ContentType=
"application/vnd.openxmlformats-package.core-properties+xml"/></Types>"""
RELS = """<?xml version="1.0"?><Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/>
<Relationship Id="rId2" Type="core" Target="docProps/core.xml"/></Relationships>"""


def a_pdf(text="The kit listens to the cut."):
    """Make a PDF that names its author wherever a PDF can but in its text."""
    made = render_pdf(f"<!doctype html><title>x</title><p>{text}</p>", title="Frezmind kit")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.docinfo["/Author"] = "Anna Nowak"
        pdf.docinfo["/Company"] = "Frezmind"
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = ["Anna Nowak"]
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.Text, T="Nowak", Rect=[0, 0, 9, 9])
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def whole(data):
    """Return all bytes of a PDF, nothing packed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def an_office_file(body="<w:t>The kit</w:t>", **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("docProps/core.xml", "<core><creator>Anna Nowak</creator></core>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}"><w:body><w:p><w:r>{body}</w:r></w:p></w:body></w:document>',
        )
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


def test_a_pdf_loses_what_tells_and_keeps_its_text():
    data = a_pdf()
    assert [word in whole(data) for word in TELLING] == [True, True]
    cleaned = clean_pdf(data)
    assert [word in whole(cleaned.data) for word in (*TELLING, b"WeasyPrint")] == [False] * 3
    assert "".join(cleaned.text.split()) == "Thekitlistenstothecut."
    assert clean_pdf(data).data == cleaned.data


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The kit listens.", False),
        ("Frezmind listens.", True),
        ("FREZ<b>MIND</b> listens.", True),
        ("F r e z m i n d listens", True),
        ("By Anna Nowak.", True),
        ("See www.frez.example", True),
    ],
)
def test_a_name_in_the_text_layer_of_a_pdf_is_found(text, found):
    assert names_in(clean_pdf(a_pdf(text)).text, NEEDLES) is found


def test_a_pdf_whose_font_says_no_characters_is_unclean():
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                del one["/ToUnicode"]
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(Unclean, match="unreadable"):
        clean_pdf(out.getvalue())


def test_a_form_and_what_is_no_pdf_are_unclean():
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        field = pdf.make_indirect(pikepdf.Dictionary(T="name", FT=pikepdf.Name.Tx))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(Unclean, match="form"):
        clean_pdf(out.getvalue())
    with pytest.raises(Unclean, match="broken"):
        clean_pdf(b"%PDF-1.7 nothing")


def test_a_picture_loses_its_words():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Anna Nowak"
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif, comment=b"Frezmind")
    assert b"Nowak" in out.getvalue()
    for cleaned in (clean_picture(out.getvalue()).data, strip_jpeg(out.getvalue())):
        assert [word in cleaned for word in TELLING] == [False, False]
        with Image.open(io.BytesIO(cleaned)) as picture:
            assert picture.size == (8, 8)
    with pytest.raises(Unclean, match="broken"):
        clean_picture(b"nothing")


def test_an_office_file_loses_properties_and_the_names_at_comments():
    one = '<w:comment w:author="Anna Nowak" w:initials="AN"/>'
    comments = f'<w:comments xmlns:w="{W}">{one}</w:comments>'
    cleaned = clean_office(an_office_file(word__comments_xml=comments))
    with zipfile.ZipFile(io.BytesIO(cleaned.data)) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    assert names == ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/comments.xml"]
    assert [word in everything for word in (b"Nowak", b"docProps", b'"AN"')] == [False] * 3
    assert check_file(cleaned.data, "document-1", OFFICE).filename == "document-1.docx"
    assert "The kit" in cleaned.text


def test_a_name_in_an_office_file_is_found_though_its_runs_are_cut():
    cut = "<w:t>Frez</w:t></w:r><w:r><w:t>mind</w:t>"
    assert names_in(clean_office(an_office_file(cut)).text, NEEDLES)
    assert not names_in(clean_office(an_office_file()).text, NEEDLES)


@pytest.mark.parametrize("part", ["word__embeddings__a_xml", "xl__externalLinks__a_xml"])
def test_an_office_file_with_others_in_it_is_unclean(part):
    with pytest.raises(Unclean, match="embedded"):
        clean_office(an_office_file(**{part: "<a/>"}))
    with pytest.raises(Unclean, match="broken"):
        clean_office(b"PK\x03\x04")
