"""The log as it is asked for and shown."""

from datetime import date

from marshmallow import Schema, fields, validate

from app.oversight.rules import LogForm, LogSubject
from app.web.fields import Count
from app.web.forms import Form, Id
from app.web.paging import PageQuery

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
LAST_ENTRY = 2**63 - 1  # as many as a database can count


class LogChoice(Form):
    """Which entries of the log: their subject, a thing or person they are about, a day."""

    subject = fields.String(load_default=None, validate=validate.OneOf([*LogSubject]))
    about = Id(load_default=None)
    day = fields.Date(load_default=None, validate=validate.Range(FIRST_DAY, LAST_DAY))


class LogPlace(LogChoice):
    """Which entries a page shows, and before which one it begins."""

    before = Count(1, LAST_ENTRY, load_default=None)


class LogQuery(LogChoice, PageQuery):
    """Which page of the log."""


class LogExportForm(Form):
    """The form in which the log is wanted."""

    form = fields.String(load_default=LogForm.LINES, validate=validate.OneOf([*LogForm]))


class LogEntryOut(Schema):
    """An entry of the log: numbers and codes only, with the hashes of the chain."""

    id = fields.Integer()
    at = fields.AwareDateTime(format="iso")
    actor_id = Id(allow_none=True)
    event_id = Id(allow_none=True)
    name = fields.String()
    payload = fields.Dict()
    previous_hash = fields.String()
    hash = fields.String()


class LogPage(Schema):
    """A page of the log, the newest first."""

    items = fields.List(fields.Nested(LogEntryOut))
    next_cursor = fields.String(allow_none=True)
