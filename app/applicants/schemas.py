"""What people and programs send about an applicant file, and what programs get."""

from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from app.applicants.rules import PITCH_LENGTH, IpStatus
from app.identity.schemas import Website
from app.web.fields import Choice, MarkdownText, Text, Version
from app.web.forms import Form, Id


class ApplicantFileForm(Form):
    """What an organisation says of itself, and the version that it was typed into."""

    pitch = Text(PITCH_LENGTH)
    about = MarkdownText(6000)
    team = MarkdownText(4000)
    track_record = MarkdownText(4000)
    website = Website()
    ip_status = Choice(IpStatus)
    ip_note = Text(1000)
    has_rights = fields.Boolean()
    version = Version(required=True)


class SentAttachment(Schema):
    """A file that is sent."""

    file = Upload(required=True)


class AttachmentOut(Schema):
    """A file that goes with every proposal."""

    id = Id()
    name = fields.String(attribute="file.filename")
    content_type = fields.String(attribute="file.content_type")
    size = fields.Integer(attribute="file.size")
    sha256 = fields.String(attribute="file.sha256")


class ApplicantFileOut(Schema):
    """An applicant file; version 0 says that nothing is kept yet."""

    organisation_id = Id()
    pitch = fields.String()
    about = fields.String()
    team = fields.String()
    track_record = fields.String()
    website = fields.String()
    ip_status = fields.String(allow_none=True)
    ip_note = fields.String()
    rights_declared_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()
    saved_at = fields.AwareDateTime(allow_none=True)
    missing = fields.List(fields.String())
    files = fields.List(fields.Nested(AttachmentOut))
