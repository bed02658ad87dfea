"""Which organisations belong to which clusters."""

from marshmallow import Schema, fields, validate

from app.identity.rules import CrossedState, OrganisationKind
from app.web.fields import Choice, Count, Text
from app.web.forms import Form, Id


class AskCluster(Form):
    """The cluster that an organisation asks to be taken into."""

    cluster_id = Id(required=True)


class InviteOrganisation(Form):
    """The organisation that a cluster asks to join."""

    organisation_id = Id(required=True)


class MemberQuery(Form):
    """What is looked for among the members of a cluster."""

    q = Text(100, load_default=None)
    state = Choice(CrossedState, load_default=CrossedState.ACCEPTED)
    kind = Choice(OrganisationKind, load_default=None)
    page = Count(1, 10_000, load_default=1, allow_none=False)


class CrossedAnswer(Form):
    """An answer to a question about a membership, or its end."""

    answer = fields.String(required=True, validate=validate.OneOf(["accept", "decline", "end"]))


class CrossedOut(Schema):
    """An organisation's place in a cluster."""

    id = Id()
    cluster_id = Id()
    cluster = fields.String(attribute="cluster.name")
    organisation_id = Id()
    organisation = fields.String(attribute="organisation.name")
    state = fields.String()
    asked_by = fields.String()
    asked_at = fields.AwareDateTime(format="iso")
    since = fields.AwareDateTime(format="iso", allow_none=True)
    until = fields.AwareDateTime(format="iso", allow_none=True)


class CrossedPage(Schema):
    """A page of the organisations of a cluster."""

    items = fields.List(fields.Nested(CrossedOut))
    total = fields.Integer()
