"""What people and programs send and get when they compare proposals."""

from marshmallow import Schema, fields, validate

from app.comparison.rules import Mark
from app.proposals.schemas import ProposalSummary
from app.web.fields import Count, MarkdownText
from app.web.forms import Form, Id

LONGEST_NOTE = 4000
MOST_VERSIONS = 1_000_000


class MarkForm(Form):
    """A mark; without one it is taken away."""

    mark = fields.String(allow_none=True, validate=validate.OneOf([one.value for one in Mark]))


class NoteForm(Form):
    """A note, and the version that was read: 0 for the first."""

    text = MarkdownText(LONGEST_NOTE)
    version = Count(0, MOST_VERSIONS, required=True)


class OpinionForm(Form):
    """What the page of a comparison sends: about which proposal, a mark or a note."""

    about = Id(required=True)
    act = fields.String(required=True, validate=validate.OneOf(["mark", "note"]))
    mark = fields.String(allow_none=True, validate=validate.OneOf([one.value for one in Mark]))
    text = MarkdownText(LONGEST_NOTE)
    version = Count(0, MOST_VERSIONS)


class ReceivedSchema(Schema):
    """A proposal that was handed in, with the mark and the number of notes of its reader's own."""

    proposal = fields.Nested(ProposalSummary)
    mark = fields.String(allow_none=True)
    notes = fields.Integer()


class ReceivedPage(Schema):
    """One page of what was handed in to a challenge."""

    items = fields.List(fields.Nested(ReceivedSchema))
    next_cursor = fields.String(allow_none=True)


class MarkSchema(Schema):
    """The mark of a proposal."""

    proposal_id = Id()
    mark = fields.String(allow_none=True)


class NoteSchema(Schema):
    """A note with its author and time; `version` is needed to change one's own."""

    author_id = Id()
    author = fields.String(attribute="author.name")
    text = fields.String()
    version = fields.Integer()
    written_at = fields.AwareDateTime()


class NoteList(Schema):
    """What an organisation noted of a proposal."""

    items = fields.List(fields.Nested(NoteSchema))
