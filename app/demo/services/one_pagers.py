"""The PDF that comes with a good proposal: one page that says in short what it is."""

import io
import textwrap

from app.challenges.queries import get_library_brief
from app.core.content import DOCUMENTS, CheckedFile, check_file
from app.demo.rules import script
from app.demo.rules.script import ProposalRow

WITH_FILE = frozenset({"shortlisted", "selected", "eligible"})
PAGE = (595.0, 842.0)
LEFT, TOP, LEADING = 60, 750, 17
TITLE, TEXT = 20.0, 11.0
TITLE_LETTERS, TEXT_LETTERS = 40, 80
Key = tuple[str, str]
Lines = list[tuple[str, float]]


def draw_one_pagers() -> dict[Key, CheckedFile]:
    """Return the pages by challenge and organisation, checked like anybody's file.

    They are drawn as one document and then taken apart, for preparing a font takes longest.
    """
    wanted = [
        (row, get_library_brief(challenge.brief).title)
        for key in ("finished", "open")
        for challenge in script.challenges(key)
        for row in script.proposals(challenge.key)
        if row.fate in WITH_FILE
    ]
    documents = _split(draw([_lines(row, title) for row, title in wanted]))
    return {
        (row.challenge, row.organisation): check_file(
            document, f"{row.organisation} – one page.pdf", DOCUMENTS
        )
        for (row, _title), document in zip(wanted, documents, strict=True)
    }


def _lines(row: ProposalRow, challenge: str) -> Lines:
    title = [(line, TITLE) for line in textwrap.wrap(row.title, TITLE_LETTERS)]
    lines: Lines = [(row.organisation, TEXT), ("", TEXT)]
    for line in title:
        lines += [line, ("", TEXT)]
    for text in (f"An answer to: {challenge}", row.summary, *row.answers):
        lines += [*((line, TEXT) for line in textwrap.wrap(text, TEXT_LETTERS)), ("", TEXT)]
    return lines


def draw(pages: list[Lines]) -> bytes:
    """Return a document with these lines on its pages."""
    import pikepdf

    from app.core.pdf import FONTS
    from app.core.stamping import Face, Sheets, Stamp, text_mark

    blank, design = pikepdf.new(), io.BytesIO()
    blank.add_blank_page(page_size=PAGE)
    blank.save(design)
    face = Face(FONTS / "Inter-Medium.ttf")
    sheets = Sheets(design.getvalue(), [face])
    for lines in pages:
        marks = [
            text_mark(0, face, text, size, (LEFT, TOP - LEADING * number))
            for number, (text, size) in enumerate(lines)
            if text and face.has(text)
        ]
        sheets.add_page(PAGE, [(0, 0, Stamp(0, marks))])
    return sheets.save(title="One page", language="en")


def _split(document: bytes) -> list[bytes]:
    """Return each page of a document as a document of its own."""
    import pikepdf

    found = []
    with pikepdf.open(io.BytesIO(document)) as pdf:
        for page in pdf.pages:
            single, out = pikepdf.new(), io.BytesIO()
            single.pages.append(page)
            single.Root.Lang = pikepdf.String("en")
            single.save(out, compress_streams=True, deterministic_id=True)
            found.append(out.getvalue())
    return found
