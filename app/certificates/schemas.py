"""What people and programs send and get about certificates of attendance."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.certificates.rules import saying
from app.certificates.rules.saying import COUNTING, MOST_FUNCTION, MOST_SIGNATORY
from app.events.rules import SessionKind
from app.feedback.rules.certificates import shown_code
from app.web.fields import Choice, Count, Text
from app.web.forms import Form, Id


class TermsForm(Form):
    """Whether attendance is certified, of which kinds of sessions, and who signs."""

    is_on = fields.Boolean(load_default=False)
    signatory = Text(MOST_SIGNATORY, load_default="")
    function = Text(MOST_FUNCTION, load_default="")
    kinds = fields.List(
        Choice(SessionKind, allow_none=False, validate=validate.OneOf(COUNTING)),
        load_default=[],
        validate=validate.Length(max=len(COUNTING)),
    )
    least_share = Count(0, 100, load_default=0)


class TermsOut(Schema):
    """How an event certifies attendance."""

    is_on = fields.Boolean()
    signatory = fields.String()
    function = fields.String()
    kinds = fields.List(fields.String())
    least_share = fields.Integer()


class SessionCountOut(Schema):
    """A session whose doors were scanned, and how many people attended it."""

    id = Id()
    title = fields.String()
    kind = fields.String()
    people = fields.Integer()


class AttendanceOut(Schema):
    """How many people attended each session, and sessions of each kind."""

    sessions = fields.List(fields.Nested(SessionCountOut))
    kinds = fields.Dict(keys=fields.String(), values=fields.Integer())


class SaidSessionOut(Schema):
    """A session as a certificate names it."""

    title = fields.String()
    starts_at = fields.String()
    ends_at = fields.String()
    minutes = fields.Integer(allow_none=True)


class CheckedOut(Schema):
    """What a certificate says, for whoever has its code, and whether it still holds."""

    code = fields.String()
    name = fields.String()
    event = fields.String()
    place = fields.String()
    organiser = fields.String()
    sessions = fields.List(fields.Nested(SaidSessionOut))
    days = fields.List(fields.String())
    issued_at = fields.AwareDateTime()
    withdrawn_at = fields.AwareDateTime(allow_none=True)


class CertificateOut(CheckedOut):
    """A certificate as the organiser has it."""

    id = Id()
    ticket_id = Id()
    mailed_at = fields.AwareDateTime(allow_none=True)


class CertificatesPage(Schema):
    """One page of the certificates of an event."""

    items = fields.List(fields.Nested(CertificateOut))
    next_cursor = fields.String(allow_none=True)


def checked(certificate: Any) -> dict[str, Any]:
    """Return a certificate as programs get it."""
    said = certificate.said
    kept = ("id", "ticket_id", "name", "issued_at", "mailed_at", "withdrawn_at")
    written = ("event", "place", "organiser", "sessions", "days")
    return (
        {name: getattr(certificate, name) for name in kept}
        | {name: getattr(said, name) for name in written}
        | {"code": shown_code(certificate.code)}
    )


def choice_in(data: dict[str, Any]) -> saying.Choice:
    """Return what was sent as a choice; what was left empty is an empty text."""
    return saying.Choice(**data | {name: data[name] or "" for name in ("signatory", "function")})


def figures_out(figures: Any) -> dict[str, Any]:
    """Return figures as programs get them."""
    kinds = {kind.value: people for kind, people in figures.kinds.items()}
    return {"sessions": figures.sessions, "kinds": kinds}
