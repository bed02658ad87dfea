"""What people and programs send about reports, and what programs get."""

from flask_babel import lazy_gettext as _
from marshmallow import Schema, fields, validate

from app.web.fields import Text
from app.web.forms import Form, Id


class FreezeForm(Form):
    """Why the figures are frozen."""

    reason = Text(
        400,
        required=True,
        rules=[validate.Length(min=3, error=_("Say in a few words why: the report prints it."))],
    )


class FigureSchema(Schema):
    """A figure with its definition."""

    key = fields.String(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    definition = fields.String(required=True)
    unit = fields.String(required=True)
    value = fields.Integer(required=True, allow_none=True)
    of = fields.Integer(required=True, allow_none=True)
    denominator = fields.String(required=True)
    is_audited = fields.Boolean(required=True)


class FiguresSchema(Schema):
    """An event's figures as they are now."""

    counted_at = fields.AwareDateTime(required=True)
    figures = fields.List(fields.Nested(FigureSchema), required=True)


class SnapshotSchema(Schema):
    """A snapshot, without its content."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    reason = fields.String(required=True)
    sha256 = fields.String(required=True)
    taken_at = fields.AwareDateTime(required=True)


class SnapshotsSchema(Schema):
    """An event's snapshots, the latest first."""

    items = fields.List(fields.Nested(SnapshotSchema), required=True)


class ReportSchema(Schema):
    """A report that was asked for, and how far it is."""

    id = Id(required=True)
    version = fields.Integer(required=True, attribute="snapshot.version")
    edition = fields.String(required=True)
    state = fields.String(required=True, attribute="work.state")
    done = fields.Integer(required=True, attribute="work.done")
    total = fields.Integer(required=True, attribute="work.total")
