"""The words of expected failures: a code and its parameters become a sentence, translated."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext

from app.core.errors import DomainError
from app.web.i18n import format_wall

MOST_TOLD = 100
_words: dict[str, LazyString] = {
    "invalid": lazy_gettext("Some of this is not right. Check the fields and try again."),
    "not_found": lazy_gettext("There is nothing at this address, or it is not for you."),
    "forbidden": lazy_gettext("You can see this, but you may not do that here."),
    "conflict": lazy_gettext("Somebody else was faster. Look at the page again."),
    "rate_limited": lazy_gettext("Too many attempts. Try again in a moment."),
    "cross_site": lazy_gettext(
        "This form was sent from another site. Open our page and try again."
    ),
    "route_without_guard": lazy_gettext("This address is not open to anybody yet."),
    "sign_in_required": lazy_gettext("Sign in first."),
    "internal": lazy_gettext("Something broke on our side. It has been written down."),
    "idempotency_key_invalid": lazy_gettext(
        "An Idempotency-Key has 1 to 200 printable characters."
    ),
    "idempotency_key_reused": lazy_gettext(
        "This Idempotency-Key was used for another request. Take a fresh one."
    ),
    "idempotency_secret_told": lazy_gettext(
        "This was done already, and its secret is told only once. "
        "If the answer never arrived, revoke what was made and make it anew."
    ),
    "idempotency_running": lazy_gettext("The same request is at work. Ask again in a moment."),
    "file_too_large": lazy_gettext("The file is too large: at most %(megabytes)s MB."),
    "picture_too_large": lazy_gettext(
        "The picture has more than 40 million points. Scale it down."
    ),
    "file_type_refused": lazy_gettext("Only %(kinds)s files are taken."),
    "file_broken": lazy_gettext(
        "The file cannot be read: it is damaged, empty or protected by a password."
    ),
    "file_holds_programs": lazy_gettext(
        "The file holds macros, scripts or other files. Save it without them, or as a plain PDF."
    ),
    "file_points_elsewhere": lazy_gettext(
        "The file loads something from elsewhere when it is opened. Put it into the file itself."
    ),
    "file_is_video": lazy_gettext(
        "Videos are not taken as files. Put it where you keep videos, and give its link in a text."
    ),
    "file_infected": lazy_gettext("The virus scanner found something in this file."),
    "scanner_silent": lazy_gettext(
        "Files cannot be checked for viruses just now, so none are taken. Try again in a while."
    ),
    "time_skipped": lazy_gettext(
        "The clocks go forward: %(time)s does not exist on that day. Take %(later)s."
    ),
    "paper_asked_already": lazy_gettext("This is being made already."),
    "paper_made_already": lazy_gettext("This was made already."),
    "paper_not_made": lazy_gettext("The PDF is not made yet. Ask again in a moment."),
    "scope_missing": lazy_gettext("This token may not do that: it lacks the scope %(scope)s."),
    "token_required": lazy_gettext("This address needs a valid API token."),
}


def add_words(words: Mapping[str, LazyString]) -> None:
    """Add a feature's sentences, one for each of its failure codes."""
    _words.update(words)


def words_for(error: DomainError) -> str:
    """Return the sentence for a failure, in the reader's language."""
    sentence = _words.get(error.code)
    if sentence is None:
        return gettext("That did not work (%(code)s).", code=error.code)
    params = {name: _written(value) for name, value in error.params.items()}
    return str(sentence) % params if params else str(sentence)


def _written(value: Any) -> Any:
    """Return a time by the clock on the wall, and words in a row, as people read them."""
    if isinstance(value, list):
        *first, last = value
        return gettext("%(some)s and %(last)s", some=", ".join(first), last=last) if first else last
    return format_wall(value) if isinstance(value, datetime) else value


def plain(messages: Any) -> Any:
    """Return a tree of messages as JSON can hold it, in the reader's language.

    Of a body of many thousand wrong names the first few say enough.
    """
    if isinstance(messages, Mapping):
        told = islice(messages.items(), MOST_TOLD)
        return {str(key): plain(value) for key, value in told}
    return [str(item) for item in (messages if isinstance(messages, list) else [messages])]


def known_codes() -> set[str]:
    """Return the codes that have words."""
    return set(_words)
