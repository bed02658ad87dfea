"""Texts of Europe made comparable: search keys without case and diacritics, and slugs."""

import re
import unicodedata

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ς": "σ",
    }
)
_CYRILLIC = str.maketrans(
    {
        "а": "a",
        "б": "b",
        "в": "v",
        "г": "g",
        "д": "d",
        "е": "e",
        "ж": "zh",
        "з": "z",
        "и": "i",
        "к": "k",
        "л": "l",
        "м": "m",
        "н": "n",
        "о": "o",
        "п": "p",
        "р": "r",
        "с": "s",
        "т": "t",
        "у": "u",
        "ф": "f",
        "х": "h",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sht",
        "ъ": "a",
        "ь": "y",
        "ю": "yu",
        "я": "ya",
        "ы": "y",
        "э": "e",
        "і": "i",
        "є": "ye",
        "ґ": "g",
        "ј": "j",
        "љ": "lj",
        "њ": "nj",
        "ћ": "c",
        "ђ": "d",
        "џ": "dz",
        "ѕ": "dz",
    }
)
_GREEK = str.maketrans(
    {
        "α": "a",
        "β": "v",
        "γ": "g",
        "δ": "d",
        "ε": "e",
        "ζ": "z",
        "η": "i",
        "θ": "th",
        "ι": "i",
        "κ": "k",
        "λ": "l",
        "μ": "m",
        "ν": "n",
        "ξ": "x",
        "ο": "o",
        "π": "p",
        "ρ": "r",
        "σ": "s",
        "τ": "t",
        "υ": "y",
        "φ": "f",
        "χ": "ch",
        "ψ": "ps",
        "ω": "o",
    }
)
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def search_key(*parts: str | None) -> str:
    """Return what is compared in a search: no case, no diacritics, single spaces."""
    joined = " ".join(part for part in parts if part).casefold()
    taken_apart = unicodedata.normalize("NFKD", joined)
    bare = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return " ".join(bare.casefold().translate(_PLAIN).split())


def latin_key(*parts: str | None) -> str:
    """Return a search key in Latin letters, whichever alphabet the text is written in."""
    return search_key(*parts).translate(_CYRILLIC).translate(_GREEK)


def slugify(text: str, length: int = 80) -> str:
    """Return a text as the last part of an address: Latin letters, digits and hyphens."""
    return _NOT_IN_SLUG.sub("-", latin_key(text)).strip("-")[:length].strip("-")


def is_storable(text: str) -> bool:
    """Whether both databases can hold a text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
