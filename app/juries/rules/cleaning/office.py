"""DOCX, XLSX and PPTX without properties, and with nobody's name at a comment or a change."""

import io
import re
import zipfile
from typing import Any

from lxml import etree

from app.juries.rules.cleaning.pictures import clean_picture
from app.juries.rules.cleaning.telling import Cleaned, Unclean

EPOCH = (1980, 1, 1, 0, 0, 0)
TYPES = "[Content_Types].xml"
_DROPPED = re.compile(r"docProps/|customXml/|\w+/printerSettings/|\[trash\]/", re.IGNORECASE)
_WITHHELD = re.compile(r"\w+/(?:embeddings|externalLinks)/", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:png|jpe?g)\Z", re.IGNORECASE)
_OTHER_PICTURE = re.compile(r"\.(?:emf|wmf|tiff?|gif|bmp|svg|webp|wdp)\Z", re.IGNORECASE)
_XML = re.compile(r"\.(?:xml|rels|vml)\Z", re.IGNORECASE)
# Where an office file says who wrote something, and when.
_PERSONAL = frozenset(
    ("author", "initials", "displayName", "userId", "providerId", "userName", "name")
)
_PEOPLE = re.compile(r"\w+/(?:commentAuthors|authors|people|persons/\w+)\.xml", re.IGNORECASE)
_ALWAYS = _PERSONAL - {"name"}
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False}


def clean_office(data: bytes) -> Cleaned:
    """Return an office file without what says who made it, and all the text within."""
    out, texts = io.BytesIO(), []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
            for name in source.namelist():
                if _WITHHELD.match(name) or _OTHER_PICTURE.search(name):
                    raise Unclean("embedded")
                if _DROPPED.match(name) or name.endswith("/"):
                    continue
                part = source.read(name)
                if _XML.search(name):
                    part, text = _clean_part(name, part)
                    texts.append(text)
                elif _PICTURE.search(name):
                    part = clean_picture(part).data
                made.writestr(zipfile.ZipInfo(name, EPOCH), part, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise Unclean("broken") from error
    return Cleaned(out.getvalue(), "\n".join(texts))


def _clean_part(name: str, part: bytes) -> tuple[bytes, str]:
    root: Any = etree.fromstring(part, etree.XMLParser(**_SAFE))
    if root.getroottree().docinfo.doctype:
        raise Unclean("broken")
    if name == TYPES or name.endswith(".rels"):
        _forget_dropped(root)
        targets = [one.get("Target", "") for one in root if one.get("TargetMode") == "External"]
        return _written(root), " ".join(targets)
    blanked = _PERSONAL if _PEOPLE.match(name) else _ALWAYS
    for one in list(root.iter(etree.Element)):
        for key in one.attrib:
            if etree.QName(key).localname in blanked:
                one.set(key, "")
        _clean_element(one, etree.QName(one).localname)
    return _written(root), _text(root)


def _clean_element(one: Any, local: str) -> None:
    if local == "author":
        one.text = ""
    elif local == "pageSetup":  # its settings of a printer are not there any more
        for key in [key for key in one.attrib if etree.QName(key).localname == "id"]:
            del one.attrib[key]
    elif local in {"absPath", "fileSharing"} and one.getparent() is not None:
        _remove(one)


def _forget_dropped(root: Any) -> None:
    """Take out what points at a part that is not there any more."""
    for one in list(root):
        target = (one.get("PartName") or one.get("Target") or "").lstrip("./")
        inner = one.get("TargetMode") != "External"
        if inner and re.search(r"(?:docProps|customXml|printerSettings)/", target, re.IGNORECASE):
            _remove(one)


def _remove(one: Any) -> None:
    one.getparent().remove(one)


def _text(root: Any) -> str:
    """Return the words of a part: its runs without a gap, its paragraphs apart."""
    words: list[str] = []
    for one in root.iter(etree.Element):
        local = etree.QName(one).localname
        if local in {"p", "si", "row", "br", "tab", "c"}:
            words.append("\n")
        words.append(one.text or "")
        words += [value for key, value in one.attrib.items() if key in {"descr", "title"}]
    return "".join(words)


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
