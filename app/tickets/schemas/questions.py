"""What people and programs send and get about the questions of a registration."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, validate

from app.core.ids import decode_id
from app.tickets.rules.questions import (
    MOST_OPTIONS,
    MOST_QUESTIONS,
    QuestionKind,
    QuestionPurpose,
)
from app.web.fields import Choice, LocalDateTime, Text, Version
from app.web.forms import Form, Id
from config import LANGUAGES

LONGEST_OPTION = 200
LONGEST_ANSWER = 20_000  # what is read at all; each question then has its own limit
READY = ("dietary", "access", "photo")


class Lines(fields.Field[list[str]]):
    """Options to choose from: one a line on a page, a list for programs."""

    described_as = {"type": "array", "items": {"type": "string"}}

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[str]:
        lines = value.split("\n") if isinstance(value, str) else value
        if not isinstance(lines, list) or not all(isinstance(one, str) for one in lines):
            raise ValidationError(gettext("Write one option a line."))
        found = [" ".join(one.split()) for one in lines if one.strip()]
        if len(found) > MOST_OPTIONS:
            raise ValidationError(gettext("At most %(most)s options.", most=MOST_OPTIONS))
        if any(len(one) > LONGEST_OPTION for one in found):
            raise ValidationError(
                gettext("An option may have %(most)s characters.", most=LONGEST_OPTION)
            )
        if len(set(found)) < len(found):
            raise ValidationError(gettext("Write each option once."))
        return found


class Condition(fields.Field[tuple[int, str]]):
    """A question and the answer to it that this one waits for: `<id>:<option>`, or `yes`, `no`."""

    default_error_messages = {"invalid": _("Choose one.")}
    described_as = {"type": ["string", "null"], "examples": ["0123456789abc:o1"]}

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[int, str]:
        question, _colon, wanted = str(value).partition(":")
        try:
            return decode_id(question), wanted[:10]
        except ValueError as error:
            raise self.make_error("invalid") from error


class TranslationForm(Form):
    """The words of a question in another language."""

    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES[1:]))
    label = Text(300)
    help = Text(1_000)
    options = Lines(allow_none=True)


class QuestionForm(Form):
    """A question in its organiser's words; `version` is the one that was read."""

    label = Text(300, required=True)
    help = Text(1_000)
    options = Lines(allow_none=True)
    is_required = fields.Boolean(load_default=False)
    at_registration = fields.Boolean(load_default=False)
    at_door = fields.Boolean(load_default=False)
    types = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_QUESTIONS))
    condition = Condition(allow_none=True, load_default=None)
    translations = fields.List(
        fields.Nested(TranslationForm),
        load_default=list,
        validate=validate.Length(max=len(LANGUAGES)),
    )


class NewQuestionForm(QuestionForm):
    """A question to be added: what answers it and what for are never changed."""

    kind = Choice(QuestionKind, required=True)
    purpose = Choice(QuestionPurpose, load_default=QuestionPurpose.ORDINARY)


class ChangedQuestionForm(QuestionForm):
    """A question with other words."""

    version = Version(required=True)


def question_in(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was sent as what the services take."""
    values = dict(data)
    values["depends_on"], values["wanted"] = values.pop("condition", None) or (None, "")
    return values


class MoveForm(Form):
    """Which way a question goes."""

    to = fields.String(required=True, validate=validate.OneOf(["up", "down"]))


class ReadyForm(Form):
    """A question that is ready-made."""

    which = fields.String(required=True, validate=validate.OneOf(READY))


class CopyForm(Form):
    """The event whose questions are copied."""

    source = fields.String(
        required=True,
        validate=validate.Length(1, 80),
        error_messages={"required": _("Choose one.")},
    )


class AnswersUntilForm(Form):
    """Until when attendees may change their answers, in the event's zone."""

    answers_until = LocalDateTime(required=True)


class AttendeeAnswerForm(Form):
    """An answer: one text, for several choices their keys, for a statement its version."""

    question = Id(required=True)
    value = fields.List(
        fields.String(validate=validate.Length(max=LONGEST_ANSWER)),
        required=True,
        validate=validate.Length(max=MOST_OPTIONS),
    )


class AnswersForm(Form):
    """All answers of an attendee; what is left out is taken back."""

    answers = fields.List(
        fields.Nested(AttendeeAnswerForm),
        required=True,
        validate=validate.Length(max=MOST_QUESTIONS),
    )


def answers_in(rows: Sequence[Mapping[str, Any]]) -> dict[int, Sequence[str]]:
    """Return answers by their question."""
    return {row["question"]: tuple(text or "" for text in row["value"]) for row in rows}


class QuestionOptionOut(Schema):
    """An answer to choose from."""

    key = fields.String()
    label = fields.String()


class QuestionOut(Schema):
    """A question of a registration as it is asked now."""

    id = Id()
    version = fields.Integer()
    kind = fields.String()
    purpose = fields.String()
    label = fields.String()
    help = fields.String()
    options = fields.List(fields.Nested(QuestionOptionOut))
    is_required = fields.Boolean()
    types = fields.List(Id())
    depends_on = Id(allow_none=True)
    wanted = fields.String()
    at_registration = fields.Boolean()
    at_door = fields.Boolean()


class AttendeeAnswerOut(Schema):
    """An answer, with the words and the version of the question that it was given to."""

    question_id = Id()
    version = fields.Integer()
    label = fields.String()
    value = fields.List(fields.String())
    text = fields.String()
    is_need = fields.Boolean()
    answered_at = fields.AwareDateTime(format="iso")


class NeedCountOut(Schema):
    """How many said something."""

    label = fields.String()
    count = fields.Integer()


class NeedOut(Schema):
    """A question about needs, and how many said what."""

    question_id = Id()
    purpose = fields.String()
    label = fields.String()
    counts = fields.List(fields.Nested(NeedCountOut))
    own_words = fields.Integer()


class HolderForm(Form):
    """The form of a holder, whose fields are the event's questions."""
