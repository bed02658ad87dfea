"""What tells who proposes, and what organisers keep from blind jurors: in and out."""

from enum import StrEnum

from marshmallow import Schema, fields

from app.web.fields import Choice, Text
from app.web.forms import Form, Id


class RedactionIn(Form):
    """Which passage of which part of a proposal blind jurors are not to read."""

    part = Text(80, required=True)
    passage = Text(500, required=True)


class CopyState(StrEnum):
    """What an organiser says of the copy of a file."""

    READY = "ready"
    WITHHELD = "withheld"


class CopyAnswer(Form):
    """Whether blind jurors get the copy of a file."""

    state = Choice(CopyState, required=True)


class CopySchema(Schema):
    """The copy of a file that blind jurors get, or why they get none."""

    id = Id()
    number = fields.Integer()
    state = fields.String()
    reason = fields.String()


class ShownCopySchema(Schema):
    """A file of a proposal as blind jurors get it; without an id while it is being prepared."""

    id = Id(attribute="copy.id")
    number = fields.Integer()
    filename = fields.String(attribute="original.file.filename")
    state = fields.String()
    reason = fields.String()


class CopyList(Schema):
    """The files of a proposal as blind jurors get them."""

    items = fields.List(fields.Nested(ShownCopySchema))


class TraceSchema(Schema):
    """Where a proposal tells who makes it."""

    part = fields.String()
    line = fields.Integer()
    words = fields.String()
    place = fields.String()
    is_barred = fields.Boolean()


class TraceList(Schema):
    """All that tells who makes a proposal."""

    items = fields.List(fields.Nested(TraceSchema))


class RedactionSchema(Schema):
    """A passage that blind jurors do not read, and the text in which it was marked."""

    id = Id()
    part = fields.String()
    passage = fields.String()
    version = fields.Integer()
    made_by_id = Id()
    made_at = fields.AwareDateTime()


class LookedSchema(Schema):
    """A proposal as the check sees it."""

    id = Id()
    title = fields.String()
    barred = fields.List(fields.Nested(TraceSchema))
    clues = fields.List(fields.Nested(TraceSchema))
    redactions = fields.List(fields.Nested(RedactionSchema))


class LookedList(Schema):
    """Proposals as the check sees them."""

    items = fields.List(fields.Nested(LookedSchema))
    next_cursor = fields.String(allow_none=True)
