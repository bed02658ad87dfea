"""The form field that takes several words."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import fields

from app.web.fields import (
    country_name,
)
from app.web.i18n import is_language

MAX_WORDS = 20


class Words(fields.Field[list[str]]):
    """Several words: people write them with commas between, programs send a list."""

    default_error_messages = {
        "invalid": _("Write up to %(most)s entries with commas between.", most=MAX_WORDS),
        "language": _("Use language codes of two letters, such as en, de."),
        "country": _("Use country codes of two letters, such as DE, PL."),
    }

    described_as = {"type": ["array", "string", "null"], "items": {"type": "string"}}

    def __init__(
        self, *, of_countries: bool = False, of_languages: bool = False, **more: Any
    ) -> None:
        self.of_countries, self.of_languages = of_countries, of_languages
        super().__init__(allow_none=True, **more)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[str]:
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise self.make_error("invalid")
        words = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
        if len(words) > MAX_WORDS or any(len(word) > 60 for word in words):  # noqa: PLR2004 - kernel
            raise self.make_error("invalid")
        if self.of_languages:
            return self._languages(words)
        return self._countries(words) if self.of_countries else words

    def _languages(self, words: list[str]) -> list[str]:
        codes = [word.lower() for word in words]
        if any(not is_language(code) for code in codes):
            raise self.make_error("language")
        return codes

    def _countries(self, words: list[str]) -> list[str]:
        codes = [word.upper() for word in words]
        if any(len(code) != 2 or country_name(code) == code for code in codes):  # noqa: PLR2004 - ISO
            raise self.make_error("country")
        return codes
