"""What whoever holds a ticket may change of it."""

from typing import Any

from marshmallow import fields, validate

from app.identity.rules import OrganisationKind
from app.tickets.schemas import MOST_ADD_ONS, refuse_link
from app.web.fields import Choice, Country, Text
from app.web.forms import Form, Id


class HolderForm(Form):
    """What stands on a ticket and its badge."""

    given_name = Text(100, required=True, rules=[refuse_link])
    family_name = Text(100, required=True, rules=[refuse_link])
    latin_name = Text(200, rules=[refuse_link])
    organisation_name = Text(200)
    organisation_kind = Choice(OrganisationKind)
    country = Country()


class AddOnsForm(Form):
    """What shall come with a ticket."""

    add_ons = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_ADD_ONS))


def holder_in(data: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent as the columns of a ticket; what was left empty is emptied."""
    empty = {"organisation_name": "", "organisation_kind": "other", "country": ""}
    return {name: empty.get(name) if value is None else value for name, value in data.items()}
