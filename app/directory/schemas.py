"""What is asked of the directory, and what it answers."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields

from app.directory.rules.filters import DirectoryFilter, Sort
from app.identity.rules import OrganisationKind
from app.identity.rules.ecosystems import Ecosystem
from app.identity.rules.nace import find_activity
from app.identity.rules.regions import find_region
from app.web.fields import Choice, Country, Text
from app.web.forms import Form, Id
from app.web.paging import PageQuery


class Region(fields.String):
    """The code of a region."""

    default_error_messages = {"unknown": _("Choose a region from the list.")}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        found = find_region(str(value))
        if found is None:
            raise self.make_error("unknown")
        return found.code


class Sector(fields.String):
    """The code of an activity."""

    default_error_messages = {"unknown": _("Choose an activity from the list.")}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        found = find_activity(str(value))
        if found is None:
            raise self.make_error("unknown")
        return found.code


class DirectoryForm(Form):
    """What the directory is filtered and sorted by."""

    q = Text(200)
    country = Country()
    region = Region(allow_none=True)
    kind = Choice(OrganisationKind)
    sector = Sector(allow_none=True)
    ecosystem = Choice(Ecosystem)
    cluster = Id(allow_none=True)
    sort = Choice(Sort, load_default=Sort.NAME)


class DirectoryQuery(PageQuery):
    """What a program filters the directory by; its order is that of the ids."""

    q = Text(200)
    country = Country()
    region = Region(allow_none=True)
    kind = Choice(OrganisationKind)
    sector = Sector(allow_none=True)
    ecosystem = Choice(Ecosystem)
    cluster = Id(allow_none=True)


def filter_of(data: dict[str, Any]) -> DirectoryFilter:
    """Return what was sent as a filter."""
    return DirectoryFilter(
        text=data.get("q") or "",
        country=data.get("country"),
        region=data.get("region"),
        kind=data.get("kind"),
        sector=data.get("sector"),
        ecosystem=data.get("ecosystem"),
        cluster_id=data.get("cluster"),
    )


def read_leniently(sent: dict[str, str]) -> dict[str, Any]:
    """Return what an address asks for; what makes no sense filters nothing."""
    form = DirectoryForm(unknown="exclude")
    try:
        return dict(form.load(sent))
    except ValidationError as error:
        wrong = error.normalized_messages()
        return dict(form.load({key: text for key, text in sent.items() if key not in wrong}))


class EntryOut(Schema):
    """An organisation of the directory."""

    id = Id()
    name = fields.String(attribute="organisation.name")
    latin_name = fields.String(attribute="organisation.latin_name", allow_none=True)
    kind = fields.String(attribute="organisation.kind")
    country = fields.String(attribute="organisation.country")
    region = fields.String(attribute="organisation.region", allow_none=True)
    city = fields.String(attribute="organisation.city", allow_none=True)
    website = fields.String(attribute="organisation.website", allow_none=True)
    description = fields.String(attribute="organisation.description", allow_none=True)
    sectors = fields.List(fields.String())
    ecosystems = fields.List(fields.String())
    priorities = fields.List(fields.String())
    keywords = fields.List(fields.String())


class ClusterRef(Schema):
    """A cluster by its name."""

    id = Id()
    name = fields.String()


class EntryDetail(EntryOut):
    """An organisation of the directory with all that it shows."""

    founded_year = fields.Integer(attribute="organisation.founded_year", allow_none=True)
    offers = fields.List(fields.String())
    needs = fields.List(fields.String())
    clusters = fields.List(fields.Nested(ClusterRef))


class EntryPage(Schema):
    """A page of the directory."""

    items = fields.List(fields.Nested(EntryOut))
    next_cursor = fields.String(allow_none=True)


class ClusterProfileOut(Schema):
    """What a cluster says of itself."""

    staff = fields.String(allow_none=True)
    members = fields.Integer(allow_none=True)
    smes = fields.Integer(allow_none=True)
    startups = fields.Integer(allow_none=True)
    large_companies = fields.Integer(allow_none=True)
    research = fields.Integer(allow_none=True)
    others = fields.Integer(allow_none=True)
    services = fields.List(fields.String())
    activities = fields.String(allow_none=True)


class ClusterOut(Schema):
    """A cluster of the mapping: its focus, activities, members, services and needs."""

    entry = fields.Nested(EntryOut)
    profile = fields.Nested(ClusterProfileOut, allow_none=True)
    listed_members = fields.Integer()
    members_by_kind = fields.Dict(
        keys=fields.String(), values=fields.Integer(), attribute="members"
    )
    needs = fields.List(fields.String(), attribute="entry.needs")


class ClusterList(Schema):
    """The clusters of the directory."""

    items = fields.List(fields.Nested(ClusterOut))


class MergeForm(Form):
    """Which of two organisations stays."""

    keep = Id(required=True)


class SideOut(Schema):
    """One of two organisations that look like one, or what became of them."""

    id = Id()
    name = fields.String()
    latin_name = fields.String(allow_none=True)
    kind = fields.String()
    country = fields.String()
    city = fields.String(allow_none=True)
    website = fields.String(allow_none=True)


class PairOut(Schema):
    """Two organisations that look like one, and why."""

    id = Id(attribute="row.id")
    first = fields.Nested(SideOut, attribute="row.first")
    second = fields.Nested(SideOut, attribute="row.second")
    reasons = fields.List(fields.String(), attribute="row.reasons")
    state = fields.String(attribute="row.state")
    gone_id = Id(attribute="row.gone_id", allow_none=True)


class PairPage(Schema):
    """A page of pairs."""

    items = fields.List(fields.Nested(PairOut))
    next_cursor = fields.String(allow_none=True)


class PreviewOut(Schema):
    """What a merge would move, by table, and which tables forbid it."""

    moves = fields.Dict(fields.String(), fields.Integer())
    newcomers = fields.Integer()
    refusals = fields.List(fields.String())
