"""What people and programs send about the people on a panel, and what programs get."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from app.experts.rules import ExpertFilter
from app.experts.schemas import filter_of, read_leniently
from app.identity.schemas import Email, InvitationOut
from app.juries.rules.briefing import MAX_TEXT, TextKind
from app.juries.rules.judging import Invitee
from app.juries.rules.roles import JurorRole, Seat
from app.web.fields import Choice, Count, MarkdownText, Text, Version
from app.web.forms import Form, Id

MAX_LIMITS = 50


class NewJuror(Form):
    """Whom an organiser puts on the panel, and as what; no challenge named means all of them."""

    email = Email(required=True)
    given_name = Text(100)
    family_name = Text(100)
    organisation = Text(200)
    capacity = Count(1, 500)
    seat = Choice(JurorRole, load_default=JurorRole.MEMBER)
    challenge_ids = fields.List(Id(), load_default=list, validate=validate.Length(max=MAX_LIMITS))

    @post_load
    def invite(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        given = {name: value for name, value in data.items() if value is not None}
        role = given.pop("seat", JurorRole.MEMBER)
        limits = tuple(given.pop("challenge_ids"))
        return {"asked": Invitee(**given, role=role, challenge_ids=limits)}


class ChangedJuror(Form):
    """What an organiser changes of a juror; without a seat or challenges these stay."""

    organisation = Text(200, load_default=None)
    capacity = Count(1, 500, load_default=None)
    seat = Choice(JurorRole, load_default=None)
    challenge_ids = fields.List(
        Id(), load_default=None, allow_none=True, validate=validate.Length(max=MAX_LIMITS)
    )

    @post_load
    def change(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Give the service what it takes."""
        limits = data.pop("challenge_ids")
        seat = Seat(data.pop("seat"), None if limits is None else tuple(limits))
        return data | {"seat": seat}


class ForeseenIn(Form):
    """Whom an organiser thinks of asking: somebody with this address, or an expert of the pool."""

    email = Email(load_default=None, allow_none=True)
    organisation = Text(200, load_default=None)
    expert_id = Id(load_default=None, allow_none=True)
    challenge_ids = fields.List(Id(), load_default=list, validate=validate.Length(max=MAX_LIMITS))


class ForeseenOut(Schema):
    """With how many of the proposals that are judged, or will be, they would be in conflict."""

    conflicts = fields.Integer()
    proposals = fields.Integer()


class SeatOfExpert(Form):
    """As what an expert of the pool is asked."""

    seat = Choice(JurorRole, load_default=JurorRole.MEMBER)


def pool_filter(sent: dict[str, str]) -> ExpertFilter:
    """Return the filters of an address of the pool; what does not hold is left out."""
    return filter_of(read_leniently(sent))


class JuryTextForm(Form):
    """New words of the briefing or the honour terms, and the version that was read."""

    words = MarkdownText(MAX_TEXT, required=True)
    version = Version(required=True)


class JuryTextOfProgram(JuryTextForm):
    """The same of a program, which says which of the texts it is."""

    text_kind = Choice(TextKind, required=True)


class JurorSchema(Schema):
    """A juror as programs get it."""

    id = Id()
    name = fields.String(attribute="person.name")
    email = fields.String(attribute="person.email")
    organisation_id = Id(allow_none=True)
    capacity = fields.Integer(allow_none=True)
    seat = fields.String(attribute="role")
    challenge_ids = fields.List(Id())
    terms_version = fields.Integer(attribute="terms.version", allow_none=True)
    terms_confirmed_at = fields.AwareDateTime(allow_none=True)


class JurorList(Schema):
    """The panel of an event."""

    items = fields.List(fields.Nested(JurorSchema))


class JuryInvitation(InvitationOut):
    """An open invitation onto a panel."""

    given_name = fields.String(allow_none=True)
    family_name = fields.String(allow_none=True)


class DeclinedSeatOut(Schema):
    """Somebody who declined a seat; `filled_by_id` is the juror who took it instead."""

    id = Id()
    name = fields.String()
    email = fields.String()
    seat = fields.String(attribute="role")
    reason = fields.String()
    declined_at = fields.AwareDateTime()
    filled_by_id = Id(allow_none=True)


class DeclinedSeats(Schema):
    """Who declined a seat on the panel of an event."""

    items = fields.List(fields.Nested(DeclinedSeatOut))


class JuryTextOut(Schema):
    """A text for jurors; version 0 is the ready one, which nobody has confirmed yet."""

    kind = fields.String()
    version = fields.Integer()
    text = fields.String()


class JuryTexts(Schema):
    """What jurors are told, and what they promise."""

    items = fields.List(fields.Nested(JuryTextOut))


class NothingElse(Form):
    """A request that says all by its address."""


class MissingTopic(Schema):
    """A topic of a challenge that no juror of it knows."""

    challenge_id = Id()
    topic = fields.String()


class CompositionOut(Schema):
    """Who sits on a panel, by what they bring; the keys of the counts are names and codes."""

    jurors = fields.Integer()
    organisations = fields.Dict(keys=fields.String(), values=fields.Integer())
    countries = fields.Dict(keys=fields.String(), values=fields.Integer())
    helix = fields.Dict(keys=fields.String(), values=fields.Integer())
    topics = fields.Dict(keys=fields.String(), values=fields.Integer())
    missing = fields.Function(
        lambda one: MissingTopic(many=True).dump(
            [{"challenge_id": key, "topic": topic} for key, topic in one.missing]
        )
    )
