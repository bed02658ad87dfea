"""Calendar files, programmes and wallet passes: they say what is true, and to the right person."""

import base64
import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from icalendar import Calendar

from app.core.authz import SYSTEM
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.services import change_event
from app.juries.models import Assignment
from app.passes.rules.calendars import (
    About,
    Entry,
    EntryKind,
    Standing,
    google_calendar,
    outlook_calendar,
    standing_of,
    write_calendar,
)
from app.tickets import queries, services
from tests.app.juries.scene import make_scene
from tests.factories import saved
from tests.factories.events import make_event, make_session
from tests.factories.identity import make_member, make_person
from tests.factories.pitches import make_pitch_day, make_pitch_round
from tests.factories.tickets import give_add_on, make_add_on, make_ticket, make_ticket_type

DAY = datetime(2031, 5, 5, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENTRY = Entry(
    key="a",
    kind=EntryKind.DAY,
    title="Day & night",
    starts_at=DAY,
    ends_at=DAY + HOUR,
    place="Hall, Kaunas",
)


@pytest.fixture
def event(app):
    two_days = {"starts_at": DAY, "ends_at": DAY + timedelta(hours=34)}
    return make_event(slug="day", timezone="Europe/Vilnius", **two_days)


@pytest.fixture
def ticket(event):
    return make_ticket(make_ticket_type(event), email="nikos@example.org")


def path_of(ticket, part):
    found = queries.get_ticket(ticket.id)
    return f"/tickets/{queries.link_of(found)}/{encode_id(ticket.id)}/{part}"


def page_of(ticket):
    return f"/tickets/{queries.link_of(queries.get_ticket(ticket.id))}"


def entries(answer):
    return Calendar.from_ical(answer.data).walk("VEVENT")


def test_the_words_of_a_calendar_file():
    about = About(version=3, standing=Standing.OFF, made_at=DAY, url="https://x.example/e/day")
    (entry,) = Calendar.from_ical(write_calendar([ENTRY], about)).walk("VEVENT")
    assert (str(entry["uid"]), entry["sequence"]) == ("a@innoday", 3)
    assert (str(entry["status"]), str(entry["location"])) == ("CANCELLED", "Hall, Kaunas")
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (DAY, DAY + HOUR)


def test_whether_somebody_comes():
    states = ("valid", "unpaid", "requested", "declined", "cancelled")
    assert [standing_of(one).name for one in states] == ["SURE", "OPEN", "OPEN", "OFF", "OFF"]


def test_the_addresses_that_add_to_a_calendar():
    google = parse_qs(urlsplit(google_calendar(ENTRY)).query)
    assert google["text"] == ["Day & night"]
    assert google["dates"] == ["20310505T070000Z/20310505T080000Z"]
    outlook = parse_qs(urlsplit(outlook_calendar(ENTRY)).query)
    assert outlook["startdt"] == ["2031-05-05T07:00:00Z"]
    assert outlook["location"] == ["Hall, Kaunas"]


def test_the_entry_follows_what_changes(browser, event, ticket):
    path = path_of(ticket, "calendar.ics")
    (before,) = entries(browser.get(path))
    assert str(before["status"]) == "CONFIRMED"
    assert str(before["url"]).endswith("/e/day")
    with unit_of_work():
        change_event(SYSTEM, event.id, starts_at=DAY + HOUR)
    (moved,) = entries(browser.get(path))
    assert moved["uid"] == before["uid"]
    assert moved["sequence"] > before["sequence"]
    assert moved.decoded("dtstart") == DAY + HOUR
    with unit_of_work():
        services.cancel_ticket(SYSTEM, queries.get_ticket(ticket.id))
    (gone,) = entries(browser.get(path))
    assert (gone["uid"], str(gone["status"])) == (before["uid"], "CANCELLED")
    assert gone["sequence"] > moved["sequence"]


def test_the_programme_has_the_programme_of_the_ticket_s_days(browser, event):
    first = make_ticket(make_ticket_type(event, valid_until_on=DAY.date()))
    whole = make_ticket(make_ticket_type(event))
    make_session(event, title="Opening", room="Hall 1")
    make_session(event, title="Crew meeting", kind="internal")
    tomorrow = DAY + timedelta(days=1)
    make_session(event, title="Results", starts_at=tomorrow, ends_at=tomorrow + HOUR)
    dinner = make_add_on(event, name="Dinner", starts_at=DAY + 5 * HOUR)
    give_add_on(whole, dinner)
    page = browser.get(path_of(whole, "programme")).text
    assert page.index("Hall 1") < page.index("Dinner") < page.index("Results")
    assert "Crew meeting" not in page
    assert "Results" not in browser.get(path_of(first, "programme")).text
    titles = [str(one["summary"]) for one in entries(browser.get(path_of(whole, "programme.ics")))]
    assert titles == [event.name, "Opening", "Dinner", "Results"]


def test_an_programme_without_anything_says_so(browser, ticket):
    assert "No programme yet" in browser.get(path_of(ticket, "programme")).text
    with unit_of_work():
        services.cancel_ticket(SYSTEM, queries.get_ticket(ticket.id))
    assert "belongs to a valid ticket" in browser.get(path_of(ticket, "programme")).text


def test_one_sees_own_pitches_and_juries_only_as_oneself(app, browser):
    scene = make_scene(phase="jury", proposals=2)
    round_ = make_pitch_round(scene.challenge)
    make_pitch_day(round_, *scene.proposals)
    ids = {"juror_id": scene.jurors[0].id, "proposal_id": scene.proposals[0].id}
    saved(lambda: Assignment(round_id=round_.id, **ids))
    kind = make_ticket_type(scene.event)
    juror = scene.jurors[0].person
    judging = make_ticket(kind, email=juror.email)
    page = path_of(judging, "programme")
    assert "You judge" not in browser.get(page).text
    assert "You judge" not in browser.sign_in(make_person()).get(page).text
    assert "You judge" in browser.sign_in(juror).get(page).text

    team = make_member(scene.proposals[1].organisation)
    pitching = make_ticket(kind, email=team.email)
    assert "Proposal B" not in browser.get(path_of(pitching, "programme")).text
    assert "Proposal B" in browser.sign_in(team).get(path_of(pitching, "programme")).text
    *_all, entry = entries(browser.get(path_of(pitching, "programme.ics")))
    assert str(entry["summary"]) == "Your pitch: Proposal B"
    assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(minutes=10)


def test_another_secret_opens_nothing(browser, event, ticket):
    other = make_ticket(make_ticket_type(event))
    mine, theirs = path_of(ticket, "programme"), encode_id(other.id)
    assert browser.get(mine.replace(encode_id(ticket.id) + "/", theirs + "/")).status_code == 404


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def apple(app, tmp_path, monkeypatch, key):
    """Let a certificate of our own sign passes, and return it."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.USER_ID, "pass.org.example.day"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "TEAM123456"),
        ]
    )
    begun = datetime.now(UTC) - HOUR
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, begun, begun + 24 * HOUR)
    certificate = made.sign(key, hashes.SHA256())
    kept = tmp_path / "apple.pem"
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    kept.write_bytes(written + 2 * certificate.public_bytes(Encoding.PEM))
    monkeypatch.setitem(app.config, "APPLE_PASS", str(kept))
    return certificate


def parts(data):
    """Return tag and content of each part of some DER."""
    found = []
    while data:
        tag, size, head = data[0], data[1], 2
        if size & 128:
            head += size & 127
            size = int.from_bytes(data[2:head])
        found.append((tag, data[head : head + size], data[: head + size]))
        data = data[head + size :]
    return found


def check_signature(signature, signed, certificate):
    """Pass if a detached signature is of some bytes; Apple checks the same."""
    ((_tag, content, _all),) = parts(signature)
    signed_data = parts(parts(parts(content)[1][1])[0][1])
    signer = parts(parts(signed_data[-1][1])[0][1])
    attributes, mark = signer[3][2], signer[-1][1]
    assert hashlib.sha256(signed).digest() in attributes
    certificate.public_key().verify(
        mark, b"\x31" + attributes[1:], padding.PKCS1v15(), hashes.SHA256()
    )


def test_a_pass_for_apple_s_wallet_is_signed(browser, ticket, apple):
    assert "Add to Apple Wallet" in browser.get(page_of(ticket)).text
    answer = browser.get(path_of(ticket, "wallet.pkpass"))
    assert answer.mimetype == "application/vnd.apple.pkpass"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    signature, manifest = files.pop("signature"), files.pop("manifest.json")
    check_signature(signature, manifest, apple)
    assert json.loads(manifest) == {
        name: hashlib.sha1(data).hexdigest() for name, data in files.items()
    }
    content = json.loads(files["pass.json"])
    assert content["passTypeIdentifier"] == "pass.org.example.day"
    assert content["teamIdentifier"] == "TEAM123456"
    codes = queries.codes_of(queries.get_ticket(ticket.id))
    assert content["barcodes"][0]["message"] == codes.token
    assert files["icon.png"].startswith(b"\x89PNG")


def test_a_pass_for_google_s_wallet_is_signed(app, browser, ticket, tmp_path, monkeypatch, key):
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    kept = tmp_path / "google.json"
    kept.write_text(json.dumps({"private_key": written, "client_email": "us@x.example"}))
    monkeypatch.setitem(app.config, "GOOGLE_WALLET", str(kept))
    monkeypatch.setitem(app.config, "GOOGLE_WALLET_ISSUER", "3388")
    answer = browser.get(path_of(ticket, "google-wallet"))
    where, _slash, token = answer.headers["Location"].rpartition("/")
    assert where == "https://pay.google.com/gp/v/save"
    head, body, mark = (base64.urlsafe_b64decode(part + "==") for part in token.split("."))
    signed = token.rpartition(".")[0].encode()
    key.public_key().verify(mark, signed, padding.PKCS1v15(), hashes.SHA256())
    assert json.loads(head) == {"alg": "RS256", "typ": "JWT"}
    claims = json.loads(body)
    assert (claims["iss"], claims["typ"]) == ("us@x.example", "savetowallet")
    (saved,) = claims["payload"]["eventTicketObjects"]
    codes = queries.codes_of(queries.get_ticket(ticket.id))
    assert (saved["barcode"]["value"], saved["id"][:5]) == (codes.token, "3388.")
    assert len(answer.headers["Location"]) < 2500


def test_only_a_valid_ticket_becomes_a_pass(browser, ticket, apple):
    with unit_of_work():
        services.cancel_ticket(SYSTEM, queries.get_ticket(ticket.id))
    assert browser.get(path_of(ticket, "wallet.pkpass")).status_code == 409


def test_without_keys_no_page_offers_a_pass(browser, ticket):
    assert browser.get(path_of(ticket, "wallet.pkpass")).status_code == 404
    assert browser.get(path_of(ticket, "google-wallet")).status_code == 404
    page = browser.get(page_of(ticket)).text
    assert "Add to calendar" in page
    assert "Wallet" not in page
