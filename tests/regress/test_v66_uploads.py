"""Every route that takes a file refuses the whole corpus: fast, in little memory, for good."""

import inspect
import resource
import time

import pikepdf
import pytest

from app.applicants.queries import find_file
from app.core.content import DOCUMENTS, IMAGES, OFFICE
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.files import StoredFile
from app.core.ids import encode_id
from app.core.intake import take_file
from tests.factories.billing import make_seller
from tests.factories.challenges import make_challenge
from tests.factories.documents import owner_of
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.factories.proposals import make_proposal
from tests.regress.clamd import FakeClamd
from tests.regress.corpus import HONEST, hostile, office, packed, pdf, picture, relation

pytestmark = pytest.mark.one_database

SECONDS = 2.0
KILOBYTES = 300 * 1024
TAKEN = DOCUMENTS | OFFICE | IMAGES
NAMES = {
    "../../etc/passwd": "passwd.pdf",
    "..\\..\\boot.ini": "boot.ini.pdf",
    "a\r\nSet-Cookie: b=c.pdf": "a Set-Cookie b=c.pdf",
    "invoice\u202efdp.exe": "invoice fdp.exe.pdf",
    "x.pdf.exe": "x.pdf.exe.pdf",
    "<img src=x onerror=alert(1)>.pdf": "img src=x onerror=alert(1).pdf",
    "": "file.pdf",
    ".pdf": "pdf.pdf",
    "a" * 5000 + ".pdf": "a" * 150 + ".pdf",
}


def body(data, name, **fields):
    """Write a form with a file, here: the client's own way leaves temporary files behind."""
    parts = [f'name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    parts.append(f'name="file"; filename="{name}"\r\n\r\n'.encode() + data)
    head = b"--b\r\nContent-Disposition: form-data; "
    written = b"".join(head + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return {"data": written, "content_type": "multipart/form-data; boundary=b"}


def to_page(browser, person, path, fields=dict):
    browser.sign_in(person)
    page = browser.get("/profile").text
    csrf = page.partition('name="csrf_token" value="')[2].partition('"')[0]

    def send(data, name):
        sent = body(data, name, csrf_token=csrf, **fields())
        return browser.client.post(path, **sent).status_code

    return send


def to_api(browser, person, method, path):
    headers = {"Authorization": f"Bearer {make_api_token(person, 'read', 'write')}"}
    client = browser.client.application.test_client()

    def send(data, name):
        address = f"/api/v1/{path}"
        return client.open(address, method=method, headers=headers, **body(data, name)).status_code

    return send


def to_proposal_page(browser):
    proposal = make_proposal(make_challenge())

    def fields():
        db.session.refresh(proposal)
        return {"title": "Ice", "version": proposal.version}

    path = f"/proposals/{encode_id(proposal.id)}/edit"
    return to_page(browser, proposal.created_by, path, fields)


def to_proposal_api(browser):
    proposal = make_proposal(make_challenge())
    return to_api(browser, proposal.created_by, "POST", f"proposals/{encode_id(proposal.id)}/files")


def to_logo_page(browser):
    organisation = make_organisation()
    path = f"/organisations/{encode_id(organisation.id)}/logo"
    return to_page(browser, make_member(organisation), path)


def to_logo_api(browser):
    organisation = make_organisation()
    owner = make_member(organisation)
    return to_api(browser, owner, "PUT", f"organisations/{encode_id(organisation.id)}/logo")


def to_brief_page(browser):
    member = make_member(make_organisation())
    return to_page(browser, member, f"/e/{make_event().slug}/challenges/import")


def to_document_page(browser):
    challenge = make_challenge()
    path = f"/challenges/{encode_id(challenge.id)}/documents"
    return to_page(browser, owner_of(challenge), path, lambda: {"tier": "closed"})


def to_document_api(browser):
    challenge = make_challenge()
    path = f"challenges/{encode_id(challenge.id)}/documents"
    return to_api(browser, owner_of(challenge), "POST", path)


def to_applicant_page(browser):
    organisation = make_organisation()
    member = make_member(organisation)

    def fields():
        found = find_file(organisation.id)
        return {"pitch": "Ice", "version": found.version if found else 0}

    path = f"/organisations/{encode_id(organisation.id)}/applicant-file"
    return to_page(browser, member, path, fields)


def to_applicant_api(browser):
    organisation = make_organisation()
    path = f"organisations/{encode_id(organisation.id)}/applicant-file/files"
    return to_api(browser, make_member(organisation), "POST", path)


def to_import(browser):
    challenge = make_challenge()
    lead = make_person()
    make_team_member(challenge.event, lead)
    return lead, f"challenges/{encode_id(challenge.id)}/proposal-imports"


def to_import_page(browser):
    lead, path = to_import(browser)
    return to_page(browser, lead, f"/{path}")


def to_import_api(browser):
    lead, path = to_import(browser)
    return to_api(browser, lead, "POST", path)


def led():
    """Return an event and who leads it."""
    event, lead = make_event(), make_person()
    make_team_member(event, lead)
    return event, lead


def to_attendees_page(browser):
    event, lead = led()
    return to_page(browser, lead, f"/manage/{event.slug}/tickets/imports")


def to_attendees_api(browser):
    event, lead = led()
    return to_api(browser, lead, "POST", f"events/{event.slug}/attendee-imports")


def to_scans_page(browser):
    event, lead = led()
    return to_page(browser, lead, f"/manage/{event.slug}/checkin/scans")


def to_statement_page(browser):
    event, lead = led()
    make_seller(event)
    return to_page(browser, lead, f"/manage/{event.slug}/billing/payments")


# Every route that takes a file, with what it takes: a route that is not here fails the test below.
ROUTES = {
    "proposals.edit_proposal": (to_proposal_page, tuple(HONEST)),
    "proposals-api.add_file": (to_proposal_api, tuple(HONEST)),
    "identity.set_logo": (to_logo_page, ("plan.png", "photo.jpeg")),
    "identity-api.set_logo": (to_logo_api, ("plan.png", "photo.jpeg")),
    "documents.add_file": (to_document_page, tuple(HONEST)),
    "documents-api.add_file": (to_document_api, tuple(HONEST)),
    "challenges.import_brief": (to_brief_page, ()),
    "applicants.applicant_file": (to_applicant_page, tuple(HONEST)[:3]),
    "applicants-api.add_attachment": (to_applicant_api, tuple(HONEST)[:3]),
    "billing.inbox": (to_statement_page, ()),
    "imports.upload_list": (to_import_page, ()),
    "imports-api.upload_list": (to_import_api, ()),
    "registrations.upload_list": (to_attendees_page, ()),
    "registrations-api.upload_list": (to_attendees_api, ()),
    "hub.bring": (to_scans_page, ()),
}


def test_every_route_that_takes_a_file_is_in_the_table(application):
    views = application.view_functions
    assert {name for name in views if takes_files(views[name], set())} == set(ROUTES)


def takes_files(view, seen):
    """Whether a view, or a function of ours that it names, looks at the files of a request."""
    seen.add(view)
    prepare = getattr(view, "prepare", None)
    inner = inspect.unwrap(view)
    if not inspect.isfunction(inner):
        return False
    codes = list(codes_of(inner.__code__))
    if any({"request", "files"} <= set(code.co_names) for code in codes):
        return True
    named = (inner.__globals__.get(name) for code in codes for name in code.co_names)
    called = [one for one in (prepare, *named) if inspect.isfunction(one) and one not in seen]
    return any(takes_files(one, seen) for one in called if one.__module__.startswith("app."))


def codes_of(code):
    yield code
    for constant in code.co_consts:
        if inspect.iscode(constant):
            yield from codes_of(constant)


@pytest.mark.parametrize("endpoint", ROUTES)
def test_a_route_takes_honest_files_and_nothing_of_the_corpus(app, browser, endpoint):
    make, takes = ROUTES[endpoint]
    for name in takes:
        assert make(browser)(HONEST[name], name) < 400, name
    send = make(browser)
    kept = db.session.query(StoredFile).count()
    on_disk = files_of(app)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wrong = []
    for name, data in hostile().items():
        begun = time.perf_counter()
        status = send(data, "one-page.pdf")
        if not 400 <= status < 500 or time.perf_counter() - begun > SECONDS:
            wrong.append((name, status, time.perf_counter() - begun))
    if endpoint in ("proposals.edit_proposal", "applicants.applicant_file"):
        wrong = [one for one in wrong if one[:2] != ("nothing", 302)]  # a form without a file
    assert wrong == []
    assert db.session.query(StoredFile).count() == kept
    assert files_of(app) == on_disk
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < KILOBYTES


def files_of(app):
    return {path for path in app.config["FILES_FOLDER"].rglob("*") if path.is_file()}


def test_the_corpus_is_large_enough_and_the_checks_alone_refuse_it():
    assert len(hostile()) >= 40
    taken = []
    for name, data in hostile().items():
        try:
            take_file(data, name, TAKEN, limit=10 * 1024 * 1024)
            taken.append(name)
        except Invalid:
            pass
    assert taken == []


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(name):
    assert take_file(pdf(), name, DOCUMENTS).filename == NAMES[name]


def test_an_office_file_may_hold_what_honest_ones_hold():
    honest = {
        "word/media/a.png": picture(),
        "xl/printerSettings/printerSettings1.bin": b"\0\1",
        "word/_rels/document.xml.rels": b"",
    }
    honest["word/_rels/document.xml.rels"] = relation("hyperlink", "https://a.test/", "External")
    assert take_file(office(honest), "a.docx", OFFICE).filename == "a.docx"


def test_words_of_a_pdf_may_speak_of_scripts():
    title = pikepdf.Dictionary(Title=pikepdf.String("Ruby/JavaScript (and so on) for cold stores"))
    assert take_file(pdf(Extra=title), "a.pdf", DOCUMENTS).content_type == "application/pdf"


BODIES = {
    "10,000 parts": b"".join(
        b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n' % n for n in range(10_000)
    )
    + b"--b--\r\n",
    "a field of 5 MB": b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n'
    + b"x" * 5_000_000
    + b"\r\n--b--\r\n",
    "nothing but ends of lines": b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n'
    + b"\r\n" * 2_000_000,
    "a head without an end": b"--b\r\nContent-Disposition: form-data; name=" + b"a" * 2_000_000,
    "more than any body may weigh": b"--b\r\n" + bytes(26 * 1024 * 1024),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_honest_form_is_refused(browser, name):
    proposal = make_proposal(make_challenge())
    token = make_api_token(proposal.created_by, "read", "write")
    begun = time.perf_counter()
    answer = browser.client.application.test_client().post(
        f"/api/v1/proposals/{encode_id(proposal.id)}/files",
        data=BODIES[name],
        headers={"Authorization": f"Bearer {token}"},
        content_type="multipart/form-data; boundary=b",
    )
    assert 400 <= answer.status_code < 500
    assert time.perf_counter() - begun < SECONDS
    assert db.session.query(StoredFile).count() == 0


def test_without_a_scanner_nothing_is_asked_and_with_one_everything_is(app, monkeypatch):
    with FakeClamd() as scanner:
        take_file(pdf(), "a.pdf", DOCUMENTS)
        assert scanner.seen == []
        for place in (f"127.0.0.1:{scanner.port}", f"tcp://127.0.0.1:{scanner.port}"):
            monkeypatch.setitem(app.config, "CLAMD", place)
            take_file(picture(), "a.png", IMAGES)
        large = office({"word/media/a.png": b"\x89PNG" + bytes(range(256)) * 1000})
        take_file(large, "a.docx", OFFICE)
        assert scanner.seen == [picture(), picture(), large]  # as sent, before it is drawn anew


def test_a_virus_is_refused_and_so_is_everything_while_the_scanner_is_silent(app, monkeypatch):
    with FakeClamd() as scanner:
        monkeypatch.setitem(app.config, "CLAMD", f"127.0.0.1:{scanner.port}")
        infected = pdf() + b"\n% X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR\n%%EOF"
        with pytest.raises(Invalid, match="file_infected"):
            take_file(infected, "a.pdf", DOCUMENTS)
        scanner.answer = b"INSTREAM size limit exceeded. ERROR\0"
        with pytest.raises(Conflict, match="scanner_silent"):
            take_file(pdf(), "a.pdf", DOCUMENTS)
        scanner.answer = b""
        with pytest.raises(Conflict, match="scanner_silent"):
            take_file(pdf(), "a.pdf", DOCUMENTS)
    with pytest.raises(Conflict, match="scanner_silent"):
        take_file(pdf(), "a.pdf", DOCUMENTS)


def test_a_scanner_may_listen_at_a_path(app, monkeypatch, tmp_path):
    with FakeClamd(tmp_path / "clamd.ctl") as scanner:
        monkeypatch.setitem(app.config, "CLAMD", f"unix:{tmp_path / 'clamd.ctl'}")
        take_file(packed_pdf := pdf(), "a.pdf", DOCUMENTS)
        assert scanner.seen == [packed_pdf]


def test_the_words_reach_the_page(app, browser, monkeypatch):
    send = to_proposal_page(browser)
    assert send(packed({"a": b"b"}), "a.docx") == 422
    with FakeClamd() as scanner:
        scanner.answer = b""
        monkeypatch.setitem(app.config, "CLAMD", f"127.0.0.1:{scanner.port}")
        assert send(pdf(), "a.pdf") == 409
