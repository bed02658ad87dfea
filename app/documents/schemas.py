"""What people and programs send about documents, and what programs get."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from app.documents.rules import AccessState, Tier
from app.web.fields import Choice, Count, MarkdownText, Text
from app.web.forms import Form, Id

LONGEST = 20_000


class SentFile(Schema):
    """A file that is sent."""

    file = Upload(required=True)


class NewFile(Form):
    """How a file is called, and how far it goes: by default the least."""

    title = Text(160)
    tier = Choice(Tier, load_default=Tier.CLOSED)


class NewText(Form):
    """A text that stands beside the brief."""

    title = Text(160, required=True)
    tier = Choice(Tier, required=True)
    text = MarkdownText(LONGEST, required=True)


class TierChange(Form):
    """How far a document goes from now on."""

    tier = Choice(Tier, required=True)


class AgreementText(Form):
    """The next version of an agreement."""

    text = MarkdownText(LONGEST, required=True)


class AccessRequest(Form):
    """For which organisation somebody asks, and what for."""

    organisation_id = Id(allow_none=True)
    note = Text(1000)


class AccessAnswer(Form):
    """The answer to an organisation's request."""

    state = Choice(AccessState, required=True)
    reason = Text(1000)


class AcceptedAgreement(Form):
    """Which version somebody accepts, and for which organisation."""

    version = Count(1, required=True)
    organisation_id = Id(allow_none=True)


class DocumentOut(Schema):
    """A document as programs get it; a confidential one holds no text until it is opened."""

    id = Id()
    title = fields.String()
    tier = fields.String()
    filename = fields.String(attribute="file.filename")
    content_type = fields.String(attribute="file.content_type")
    size = fields.Integer(attribute="file.size")
    created_at = fields.DateTime()


class ShelfOut(Schema):
    """What is open to you, how much waits behind the agreement, and your next step to it."""

    items = fields.List(fields.Nested(DocumentOut), attribute="documents")
    locked = fields.Integer()
    step = fields.String()


class TextOut(Schema):
    """A text that was opened."""

    title = fields.String()
    text = fields.String()


class AgreementOut(Schema):
    """A version of an agreement."""

    version = fields.Integer()
    text = fields.String()
    written_at = fields.DateTime()


class AskingOrganisation(Schema):
    """An organisation by name."""

    id = Id()
    name = fields.String()
    country = fields.String()


class AccessOut(Schema):
    """An organisation's request with its answer."""

    id = Id()
    organisation = fields.Nested(AskingOrganisation)
    asked_by = fields.String(attribute="asked_by.name")
    asked_at = fields.DateTime()
    note = fields.String()
    state = fields.String()
    reason = fields.String()
    answered_at = fields.DateTime(allow_none=True)


class AccessList(Schema):
    """Who asked to see documents under an agreement."""

    items = fields.List(fields.Nested(AccessOut))


class AcceptanceOut(Schema):
    """Who accepted which version for whom."""

    id = Id()
    version = fields.Integer(attribute="agreement.version")
    person = fields.String(attribute="person.name")
    organisation = fields.String(attribute="access.organisation.name")
    accepted_at = fields.DateTime()


class AcceptanceList(Schema):
    """Who accepted an agreement."""

    items = fields.List(fields.Nested(AcceptanceOut))


class OpeningOut(Schema):
    """Who opened which document, for whom and when."""

    id = Id()
    document_id = Id()
    title = fields.String(attribute="document.title")
    tier = fields.String()
    person = fields.String(attribute="person.name")
    organisation = fields.String(attribute="organisation.name", allow_none=True)
    opened_at = fields.DateTime()


class OpeningList(Schema):
    """Who opened confidential documents."""

    items = fields.List(fields.Nested(OpeningOut))


class ListQuery(Form):
    """How much of a list, and after how many of its entries."""

    limit = Count(1, 200, load_default=50, allow_none=False)
    after = Count(0, 1_000_000, load_default=0, allow_none=False)
