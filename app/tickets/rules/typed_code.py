"""The code under the QR code, for typing when no camera can read it.

The ticket's id in thirteen letters and a check letter, a weighted sum in the field of 32 elements:
one wrong letter, or any two letters swapped, is always noticed.
"""

from app.core.ids import ALPHABET, decode_id, encode_id

GROUPS = (5, 5, 4)
FIELD = 0b100101  # x⁵ + x² + 1, primitive
# What people write for letters that the alphabet leaves out.
MEANT = str.maketrans({"o": "0", "i": "1", "l": "1", "-": None, " ": None})


def type_code(ticket_id: int) -> str:
    """Return a ticket's code in three groups."""
    letters = encode_id(ticket_id)
    letters += _check_letter(letters)
    first, second, _third = GROUPS
    groups = (letters[:first], letters[first : first + second], letters[first + second :])
    return "-".join(groups).upper()


def read_typed_code(text: str) -> int | None:
    """Return the ticket's id that somebody typed; None if it was mistyped."""
    letters = text.strip().lower().translate(MEANT)
    if len(letters) != sum(GROUPS) or not set(letters) <= set(ALPHABET):
        return None
    if _check_letter(letters[:-1]) != letters[-1]:
        return None
    try:
        return decode_id(letters[:-1])
    except ValueError:
        return None


def _check_letter(letters: str) -> str:
    total = 0
    for letter in letters:
        total = _times_x(total) ^ ALPHABET.index(letter)
    return ALPHABET[_times_x(total)]


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ FIELD if doubled & 32 else doubled
