"""The questions of a registration on pages: of tickets, of invitations, of the badge desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import get_locale, gettext

from app.core.errors import Invalid
from app.core.files import place
from app.core.ids import decode_id, encode_id
from app.core.text import is_storable
from app.tickets.queries import questions as asking
from app.tickets.queries.questions import Given, Place, in_words, list_asked
from app.tickets.rules.answers import check_answers
from app.tickets.rules.questions import NO, YES, Asked, QuestionKind, QuestionPurpose
from app.tickets.services.answering import (
    MAX_BYTES,
    check_upload,
    field_of,
    find_upload,
    keep_upload,
    refusal,
)
from app.web.fields import countries, country_name
from app.web.forms import PageForm

LONGEST = 20_000


class QuestionsOnPage:
    """The questions of a form: what was answered, what is wrong with it, how to show it again.

    `asked` tells the template `_questions.html` all it needs.
    """

    def __init__(
        self, event: Any, place: Place, start: Mapping[int, Sequence[str]] | None = None
    ) -> None:
        self.event = event
        self.asked = list_asked(event.id, place, language=_language())
        self.sent: dict[int, Sequence[str]] = dict(start or {})
        self.labels = {one.id: one.label for one in self.asked}

    @property
    def takes_files(self) -> bool:
        """Whether the form sends files."""
        return any(one.kind is QuestionKind.FILE for one in self.asked)

    @property
    def days(self) -> int | None:
        """Return how long needs are kept after the event, if there is a question about them."""
        return asking.days_of_needs() if any(one.is_need for one in self.asked) else None

    def read(self, form: PageForm, ticket_type_id: int | None = None) -> None:
        """On POST take the answers, and note at each field what is wrong with it.

        A file is kept at once, so that it need not be chosen again when something else is wrong.
        """
        if request.method != "POST" or not self.asked:
            return
        self.sent = {one.id: self._values(form, one) for one in self.asked}
        failed = self._take_files()
        type_id = ticket_type_id or _chosen(form)
        if type_id is None:
            return
        problems = check_answers(self.asked, type_id, self.sent).problems
        for one in self.asked:
            error = failed.get(one.id) if one.is_for(type_id) else None
            if error is None and one.id in problems:
                error = refusal(one.id, problems[one.id])
            if error is not None:
                error.field = self.input_of(one)
                form.fail(error)

    def _values(self, form: PageForm, one: Asked) -> list[str]:
        values = [text[:LONGEST] for text in request.form.getlist(field_of(one.id))]
        if all(is_storable(text) for text in values):
            return values
        form.errors[field_of(one.id)] = [gettext("Contains a character that cannot be stored.")]
        form.status = Invalid.status
        return []

    def _take_files(self) -> dict[int, Invalid]:
        """Keep the files that came, and return what is wrong with the others."""
        failed = {}
        for one in self.asked:
            if one.kind is QuestionKind.FILE:
                try:
                    self._take(one)
                except Invalid as error:
                    failed[one.id] = error
        return failed

    def _take(self, one: Asked) -> None:
        """Keep the file that came for a question; its signed name takes the place of the answer."""
        sent = request.files.get(f"{field_of(one.id)}-file")
        if sent is None or not sent.filename:
            if f"{field_of(one.id)}-remove" in request.form:
                self.sent[one.id] = []
            return
        checked = check_upload(sent.stream.read(MAX_BYTES + 1), sent.filename)
        self.sent[one.id] = [keep_upload(one.id, place(checked))]

    def file_of(self, one: Asked) -> dict[str, str] | None:
        """Return name and size of the file that is kept for a question."""
        names = self.sent.get(one.id) or ()
        stored = find_upload(one.id, names[0]) if names else None
        if stored is None:
            return None
        return {"name": stored.filename, "size": f"{max(1, stored.size // 1024)} KB"}

    def first(self, one: Asked) -> str | None:
        """Return the only text that answers a question."""
        found = self.sent.get(one.id) or ()
        return found[0] if found else None

    @property
    def countries(self) -> Sequence[tuple[str, str]]:
        """The countries to choose from."""
        return countries()

    def choices(self, one: Asked) -> list[tuple[str, str]]:
        """Return what there is to choose from."""
        return [(key, choice_label(one, key, label)) for key, label in _pairs(one)]

    def condition(self, one: Asked) -> str | None:
        """Return in words when a question is asked, for those who see it anyway."""
        parent = next((each for each in self.asked if each.id == one.depends_on), None)
        if parent is None:
            return None
        wanted = dict(self.choices(parent)).get(one.wanted, one.wanted)
        said = {"question": parent.label, "answer": wanted}
        return str(gettext("Only if you answer “%(question)s” with “%(answer)s”.", **said))

    def attrs(self, one: Asked) -> dict[str, str]:
        """Return what the script needs to show only what applies now."""
        found = {"data-question": field_of(one.id)}
        if one.types:
            found["data-types"] = " ".join(sorted(encode_id(each) for each in one.types))
        if one.depends_on is not None:
            found |= {"data-depends-on": field_of(one.depends_on), "data-wanted": one.wanted}
        return found

    def input_of(self, one: Asked) -> str:
        """Return the name of the input that answers a question: of a file it is another."""
        return field_of(one.id) + ("-file" if one.kind is QuestionKind.FILE else "")

    def field_of(self, one: Asked) -> str:
        """Return the name of a question's field."""
        return field_of(one.id)


def _pairs(one: Asked) -> list[tuple[str, str]]:
    return [(each.key, each.label) for each in one.choices]


def choice_label(one: Asked, key: str, label: str) -> str:
    """Return the words of a choice: yes and no are ours."""
    return yes_or_no(key) if one.kind is QuestionKind.YES_NO else label


def yes_or_no(key: str) -> str:
    """Return yes or no in the reader's language."""
    words: dict[str, str] = {YES: gettext("Yes"), NO: gettext("No")}
    return words.get(key, key)


def answer_text(given: Given, kind: QuestionKind) -> str:
    """Return an answer as a person reads it."""
    if kind in (QuestionKind.YES_NO, QuestionKind.CONFIRM):
        return yes_or_no(given.value)
    if kind is QuestionKind.COUNTRY:
        return country_name(given.value)
    return in_words(given, _language())


def purpose_label(purpose: QuestionPurpose) -> str:
    """Return the word for what the answers are for."""
    words: dict[QuestionPurpose, str] = {
        QuestionPurpose.ORDINARY: gettext("Ordinary"),
        QuestionPurpose.DIETARY: gettext("Dietary need"),
        QuestionPurpose.ACCESS: gettext("Access need"),
    }
    return words[purpose]


def _language() -> str:
    return str(get_locale() or "en")


def _chosen(form: PageForm) -> int | None:
    try:
        return decode_id(str(form.values.get("ticket_type") or ""))
    except ValueError:
        return None
