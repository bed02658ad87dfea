"""Pictures without places, names and thumbnails."""

from app.core.content import IMAGES, check_file
from app.core.errors import Invalid
from app.juries.rules.cleaning.telling import Cleaned, Unclean


def clean_picture(data: bytes) -> Cleaned:
    """Return a PNG or JPEG drawn anew; what it shows has no text that could be read."""
    try:
        return Cleaned(check_file(data, "picture", IMAGES).data, "")
    except Invalid as error:
        raise Unclean("broken") from error


def strip_jpeg(data: bytes) -> bytes:
    """Return a JPEG without its comments and application data but for how its colours are meant."""
    kept, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data):
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == START_OF_SCAN:
            break
        if marker in COLOURS or not (marker in APPLICATION or marker == COMMENT):
            kept.append(data[at : at + 2 + size])
        at += 2 + size
    return b"".join([*kept, data[at:]])


START_OF_SCAN, COMMENT = 0xDA, 0xFE
APPLICATION = range(0xE0, 0xF0)
COLOURS = (0xE0, 0xEE)  # JFIF, Adobe
