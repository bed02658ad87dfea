"""The code on a badge, the code under it, and when tickets can be had."""

from datetime import UTC, datetime, timedelta

import base45
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.core.ids import ALPHABET, new_event_id, new_id
from app.core.qr import make_qr, png
from app.events.rules import typing_key
from app.tickets.rules.attendees import is_link
from app.tickets.rules.badge_token import (
    Refusal,
    SigningKey,
    TicketToken,
    read_token,
    sign_token,
)
from app.tickets.rules.sales import Sale, next_epoch, sale_state
from app.tickets.rules.typed_code import TypedCode, read_typed_code, type_code

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = {0: KEY.public_key()}
TYPING_KEY = typing_key(KEY.private_bytes_raw())
EVENT = 0x0000_1234_5678_9ABC
TOKEN = TicketToken(event_id=EVENT, ticket_id=0x0123_4567_89AB_CDEF, epoch=3)
CODE = sign_token(TOKEN, SigningKey(KEY))
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_code_is_eighty_bytes_in_a_hundred_and_twenty_letters():
    assert len(CODE) == 120
    assert base45.b45decode(CODE)[:16].hex() == "10123456789abc0123456789abcdef03"


def test_a_code_fits_a_small_qr_code_and_a_camera_reads_it(tmp_path):
    code = make_qr(CODE, version=5)
    assert code.size == 37
    path = tmp_path / "code.png"
    path.write_bytes(png(code))
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(path).convert("L"))] == [CODE]


@given(event=st.integers(1, 2**47 - 1), ticket=st.integers(1, 2**63 - 1), epoch=st.integers(0, 255))
def test_what_was_signed_is_read(event, ticket, epoch):
    token = TicketToken(event_id=event, ticket_id=ticket, epoch=epoch)
    assert read_token(sign_token(token, SigningKey(KEY)), PUBLIC, event) == token


@given(st.integers(0, 639))
def test_a_code_with_any_bit_changed_is_refused(bit):
    raw = bytearray(base45.b45decode(CODE))
    raw[bit // 8] ^= 1 << bit % 8
    assert read_token(base45.b45encode(bytes(raw)).decode(), PUBLIC, EVENT) in set(Refusal)


@given(st.integers(0, 119), st.integers(0, 119))
def test_a_shortened_code_is_refused(start, length):
    assert read_token(CODE[start : start + length], PUBLIC, EVENT) in set(Refusal)


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_any_other_text_is_malformed(text):
    assert read_token(text, PUBLIC, EVENT) == "malformed"


@given(st.binary(min_size=64, max_size=64))
def test_a_made_up_signature_is_refused(signature):
    forged = base45.b45encode(TOKEN.body() + signature).decode()
    assert read_token(forged, PUBLIC, EVENT) == "bad_signature"


def test_another_keys_signature_is_refused():
    assert read_token(sign_token(TOKEN, SigningKey(OTHER_KEY)), PUBLIC, EVENT) == "bad_signature"


def test_a_ticket_of_another_event_is_told_apart():
    assert read_token(CODE, PUBLIC, EVENT + 1) == "foreign_event"


def test_a_later_version_is_malformed_to_us():
    raw = base45.b45decode(CODE)
    assert read_token(base45.b45encode(b"\x20" + raw[1:]).decode(), PUBLIC, EVENT) == "malformed"


def test_a_space_that_a_form_stripped_does_not_hurt():
    token = TicketToken(event_id=0x2300_0000_0001, ticket_id=5, epoch=0)
    code = sign_token(token, SigningKey(KEY))
    assert code[0] == " "
    assert read_token(code.strip(), PUBLIC, token.event_id) == token


typed_codes = st.builds(TypedCode, st.integers(1, 2**63 - 1), st.integers(0, 255))


@given(typed_codes)
def test_what_is_typed_is_read(code):
    text = type_code(code, TYPING_KEY)
    assert [len(group) for group in text.split("-")] == [5, 5, 5, 4]
    assert read_typed_code(text, [TYPING_KEY]) == code
    assert read_typed_code(f" {text.lower().replace('-', ' ')} ", [TYPING_KEY]) == code
    assert read_typed_code(text.replace("0", "o").replace("1", "l"), [TYPING_KEY]) == code


@given(typed_codes, st.integers(0, 18), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(code, place, letter):
    letters = type_code(code, TYPING_KEY).replace("-", "").lower()
    wrong = letters[:place] + letter + letters[place + 1 :]
    assert read_typed_code(wrong, [TYPING_KEY]) == (code if wrong == letters else None)


@given(typed_codes, st.integers(0, 17))
def test_two_swapped_letters_are_noticed(code, place):
    letters = type_code(code, TYPING_KEY).replace("-", "").lower()
    swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
    assert (read_typed_code(swapped, [TYPING_KEY]) is None) == (swapped != letters)


def test_who_knows_a_ticket_but_not_the_key_cannot_write_its_letters():
    other = typing_key(bytes(range(1, 33)))
    assert read_typed_code(type_code(TypedCode(7, 1), other), [TYPING_KEY]) is None
    old = type_code(TypedCode(7, 0), TYPING_KEY).replace("-", "").lower()
    last_of_epoch = ALPHABET[ALPHABET.index(old[14]) | 16]  # its highest bit
    raised = old[:14] + last_of_epoch + old[15:]
    assert read_typed_code(raised, [TYPING_KEY]) is None


@pytest.mark.parametrize("text", ["", "abc", "u" * 19, "é" * 19, "z" * 19, "0" * 14])
def test_what_is_no_code_is_none(text):
    assert read_typed_code(text, [TYPING_KEY]) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Željko", False),
        ("Jean-Luc Www", False),
        ("Dr. h.c. Anna: Maria", False),
        ("hTTp://x", True),
        ("Click www.x", True),
        ("wWw.x", True),
    ],
)
def test_names_that_mail_programs_would_make_a_link_of(name, expected):
    assert is_link(name) is expected


@pytest.mark.parametrize(
    ("start", "end", "left", "expected"),
    [
        (None, None, 1, Sale.OPEN),
        (None, None, 0, Sale.SOLD_OUT),
        (NOW, None, 1, Sale.OPEN),
        (NOW + timedelta(seconds=1), None, 1, Sale.NOT_YET),
        (None, NOW, 1, Sale.OVER),
        (None, NOW + timedelta(seconds=1), 1, Sale.OPEN),
        (NOW - DAY, NOW + DAY, 0, Sale.SOLD_OUT),
    ],
)
def test_when_a_ticket_can_be_had(start, end, left, expected):
    state = sale_state(now=NOW, start=start, end=end, event_ends_at=NOW + DAY, left=left)
    assert state == expected


def test_no_ticket_can_be_had_when_the_event_is_over():
    over = sale_state(now=NOW, start=None, end=NOW + DAY, event_ends_at=NOW, left=1)
    assert over == "over"


def test_an_epoch_is_a_byte():
    assert [next_epoch(0), next_epoch(254), next_epoch(255)] == [1, 255, None]


def test_ids_fit_into_a_code():
    for _ in range(50):
        token = TicketToken(event_id=new_event_id(), ticket_id=new_id(), epoch=255)
        assert len(sign_token(token, SigningKey(KEY))) == 120
