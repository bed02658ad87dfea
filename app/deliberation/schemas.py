"""What people and programs send and get about deliberations."""

from marshmallow import Schema, fields, validate

from app.web.fields import MarkdownText, Text
from app.web.forms import Form, Id
from app.web.papers import PaperSchema
from challenges.criteria import MAX_CRITERIA, SCALE


class RoomLevelRow(Form):
    """The level that the panel comes to for one criterion."""

    key = fields.String(required=True, validate=validate.Length(max=40))
    value = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min(SCALE), max(SCALE))
    )


class RoomLevelsForm(Form):
    """The levels that the panel comes to, criterion by criterion."""

    levels = fields.List(
        fields.Nested(RoomLevelRow), required=True, validate=validate.Length(max=MAX_CRITERIA)
    )


class RoomNotesForm(Form):
    """What the chair and the secretary noted of a proposal."""

    chair_note = Text(4000, load_default=None)
    secretary_note = Text(4000, load_default=None)


class RoomCommentForm(Form):
    """What somebody says of the proposal that is up."""

    text = MarkdownText(2000, required=True)


class SignatureForm(Form):
    """The digest of the minutes as the signer read them."""

    sha256 = fields.String(required=True, validate=validate.Length(max=64))


class RoomScores(Schema):
    """The scores of a proposal as they were kept."""

    rank = fields.Integer(allow_none=True)
    percent = fields.String(allow_none=True)
    scorecards = fields.Integer()
    means = fields.Dict(keys=fields.String(), values=fields.String())


class RoomItemSchema(Schema):
    """A proposal of a deliberation, as the panel sees it."""

    id = Id()
    proposal_id = Id()
    position = fields.Integer()
    title = fields.String(attribute="read.title")
    organisation = fields.String(attribute="read.organisation.name")
    begun_at = fields.AwareDateTime(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    before = fields.Nested(RoomScores)
    after = fields.Nested(RoomScores)
    levels = fields.Dict(keys=fields.String(), values=fields.Integer())
    chair_note = fields.String()
    secretary_note = fields.String()


class RoomLine(Schema):
    """What comes up in which order; without the item where the reader is out of the room."""

    position = fields.Integer()
    is_up = fields.Boolean()
    is_over = fields.Boolean()
    away = fields.List(fields.String())
    item = fields.Nested(RoomItemSchema, allow_none=True)


class RoomSchema(Schema):
    """A deliberation: its order, its tie rules, the seed of a lot."""

    id = Id()
    challenge_id = Id()
    opened_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    tie_rules = fields.List(fields.String())
    rubric_digest = fields.String()
    seed = fields.String()
    lines = fields.List(fields.Nested(RoomLine))


class RoomPresenceOut(Schema):
    """That somebody was in the room."""

    joined_at = fields.AwareDateTime()
    left_at = fields.AwareDateTime(allow_none=True)


class LevelAgreementOut(Schema):
    """That somebody agreed to the levels of an item."""

    agreed_at = fields.AwareDateTime()


class RoomCommentOut(Schema):
    """What somebody said of a proposal."""

    text = fields.String()
    said_at = fields.AwareDateTime()


class MinutesSignatureOut(Schema):
    """That somebody signed a version of the minutes."""

    name = fields.String()
    sha256 = fields.String()
    signed_at = fields.AwareDateTime()
    left_for = fields.List(fields.Integer())


class MinutesSchema(Schema):
    """The minutes that stand, with who signed them."""

    version = fields.Integer()
    sha256 = fields.String()
    written_at = fields.AwareDateTime()
    content = fields.Dict()
    signatures = fields.List(fields.Nested(MinutesSignatureOut))
    papers = fields.List(fields.Nested(PaperSchema))
