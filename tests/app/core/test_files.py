"""Files: told by content, redrawn, stored whole or not at all."""

import contextlib
import io

import pikepdf
import pytest
from PIL import Image
from PIL.ExifTags import Base
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.core import content, files
from app.core.content import DOCUMENTS, IMAGES, JPEG, LOGOS, OFFICE, PDF, PNG, check_file
from app.core.db import db
from app.core.errors import Invalid
from app.core.files import StoredFile
from app.core.uow import unit_of_work
from app.web.words import words_for


def pdf(pages: int = 1, **options) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.save(out, **options)
    return out.getvalue()


def picture(kind: str = "PNG", size=(40, 20), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def refusal(data: bytes, filename: str = "a.pdf", allowed=DOCUMENTS | IMAGES) -> tuple:
    with pytest.raises(Invalid) as caught:
        content.check_file(data, filename, allowed)
    return caught.value.code, caught.value.field


def store(data: bytes, filename: str) -> StoredFile:
    return files.store_checked(content.check_file(data, filename, DOCUMENTS))


def stored_paths(app):
    return [path for path in app.config["FILES_FOLDER"].rglob("*") if path.is_file()]


def test_a_file_is_stored_and_read_again(app):
    data = pdf()
    with unit_of_work():
        stored = store(data, "Żółta oferta.PDF")
    assert (stored.filename, stored.content_type, stored.size) == (
        "Żółta oferta.PDF",
        PDF,
        len(data),
    )
    assert files.path_of(stored).read_bytes() == data
    assert "oferta" not in str(files.path_of(stored))


def test_what_is_rolled_back_leaves_no_bytes(app):
    before = stored_paths(app)
    with contextlib.suppress(ZeroDivisionError), unit_of_work():
        store(pdf(), "a.pdf")
        raise ZeroDivisionError
    assert stored_paths(app) == before


def test_a_later_rollback_keeps_what_was_committed(app):
    with unit_of_work():
        stored = store(pdf(), "a.pdf")
    with contextlib.suppress(ZeroDivisionError), unit_of_work():
        raise ZeroDivisionError
    assert files.path_of(stored).exists()


def test_what_was_placed_and_never_recorded_goes_with_the_context(app):
    before = stored_paths(app)
    with app.app_context():
        files.place(content.check_file(pdf(), "a.pdf", DOCUMENTS))
        assert len(stored_paths(app)) == len(before) + 1
    assert stored_paths(app) == before


def test_what_was_placed_and_recorded_stays(app):
    made = pdf()  # another one has another name inside
    with app.app_context():
        placed = files.place(content.check_file(made, "Plan.pdf", DOCUMENTS))
        with contextlib.suppress(ZeroDivisionError), unit_of_work():
            files.store_placed(placed)
            raise ZeroDivisionError
        with unit_of_work():  # the second attempt, as after a deadlock
            stored = files.store_placed(placed)
        path = files.path_of(stored)
    assert (stored.filename, stored.size) == ("Plan.pdf", len(made))
    assert path.read_bytes() == made


def test_what_may_have_been_committed_is_left_to_the_sweeper(app):
    def cut_off(_session):
        raise OperationalError("COMMIT", {}, Exception("server closed the connection"))

    before = stored_paths(app)
    with app.app_context():
        placed = files.place(content.check_file(pdf(), "a.pdf", DOCUMENTS))
        event.listen(db.session(), "before_commit", cut_off)
        with pytest.raises(OperationalError), unit_of_work():
            files.store_placed(placed)
    assert len(stored_paths(app)) == len(before) + 1


def test_a_file_is_not_placed_while_others_wait_for_the_database(app):
    with pytest.raises(RuntimeError, match="before the unit of work"), unit_of_work():
        files.place(content.check_file(pdf(), "a.pdf", DOCUMENTS))


@pytest.mark.parametrize(
    ("data", "allowed", "code"),
    [
        (b"", DOCUMENTS, "file_type_refused"),
        (b"MZ\x90\x00", DOCUMENTS, "file_type_refused"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", IMAGES, "file_type_refused"),
        (picture(), DOCUMENTS, "file_type_refused"),
        (b"%PDF-1.7\nnothing", DOCUMENTS, "file_broken"),
        (picture()[:60], IMAGES, "file_broken"),
        (picture("JPEG")[:200], IMAGES, "file_broken"),
        (b"%PDF-" + b" " * (20 * 1024 * 1024), DOCUMENTS, "file_too_large"),
        (picture(size=(8000, 5001)), IMAGES, "picture_too_large"),
        (pdf(501), DOCUMENTS, "file_broken"),
    ],
    ids=lambda value: None if isinstance(value, bytes | frozenset) else value,
)
def test_what_cannot_be_taken_is_refused_at_its_field(data, allowed, code):
    assert refusal(data, allowed=allowed) == (code, "file")


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_refused(password):
    locked = pdf(encryption=pikepdf.Encryption(owner="owner", user=password))
    assert refusal(locked) == ("file_broken", "file")


def test_a_picture_is_drawn_anew_without_its_hidden_data():
    exif = Image.Exif()
    exif[Base.Orientation] = 6  # on its side
    exif[Base.ImageDescription] = "home address"
    checked = content.check_file(picture("JPEG", exif=exif), "x.jpg", IMAGES)
    with Image.open(io.BytesIO(checked.data)) as drawn:
        assert (drawn.size, dict(drawn.getexif())) == ((20, 40), {})
    assert b"home address" not in checked.data


@pytest.mark.parametrize(
    ("name", "kind", "cleaned"),
    [
        ("offer.pdf", PDF, "offer.pdf"),
        ("C:\\Users\\me\\offer.pdf", PDF, "offer.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "a Set-Cookie x.pdf"),
        ("photo.PNG", JPEG, "photo.PNG.jpg"),
        ("Ευχαριστώ.jpeg", JPEG, "Ευχαριστώ.jpeg"),
        ("", PNG, "file.png"),
        (" .pdf", PDF, "pdf.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * 150 + ".pdf"),
        ("report: 1.csv", "text/csv", "report 1.csv"),
    ],
)
def test_names_are_cleaned(name, kind, cleaned):
    assert content.clean_filename(name, kind) == cleaned


def test_who_is_refused_a_file_learns_which_are_taken(app):
    with app.test_request_context("/"):
        for allowed, words in (
            (DOCUMENTS, "Only PDF files are taken."),
            (LOGOS, "Only PNG, JPEG and WebP files are taken."),
            (
                DOCUMENTS | OFFICE | IMAGES,
                "Only PDF, PNG, JPEG, DOCX, XLSX and PPTX files are taken.",
            ),
        ):
            with pytest.raises(Invalid) as refused:
                check_file(b"MZ", "a.exe", allowed)
            assert words_for(refused.value) == words
