"""The directory and the mapping of clusters as tables."""

from typing import Any

from app.identity.choices import service_label, staff_label
from app.identity.messages import ecosystem_label, kind_label, priority_label
from app.identity.rules.nace import activity_label
from app.identity.rules.regions import region_label

HEAD = (
    *("name", "latin_name", "kind", "country", "region", "region_name", "city", "website"),
    *("sectors", "ecosystems", "keywords", "description"),
)


def csv_row(entry: Any) -> tuple[object, ...]:
    """Return an organisation as a row of a table."""
    one = entry.organisation
    return (
        one.name,
        one.latin_name,
        kind_label(one.kind),
        one.country,
        one.region,
        region_label(one.region) if one.region else None,
        one.city,
        one.website,
        "; ".join(activity_label(code) for code in entry.sectors),
        "; ".join(ecosystem_label(code) for code in entry.ecosystems),
        "; ".join(entry.keywords),
        one.description,
    )


MAPPING_HEAD = (
    *("cluster", "country", "region", "founded", "ecosystems", "priorities", "activities"),
    *("members", "smes", "startups", "large_companies", "research", "others", "staff"),
    *("listed_members", "services", "needs", "website"),
)


def mapping_row(cluster: Any) -> tuple[object, ...]:
    """Return a cluster as a row of the mapping."""
    one, profile = cluster.entry.organisation, cluster.profile
    counts = ("members", "smes", "startups", "large_companies", "research", "others")
    return (
        one.name,
        one.country,
        region_label(one.region) if one.region else None,
        one.founded_year,
        "; ".join(ecosystem_label(code) for code in cluster.entry.ecosystems),
        "; ".join(priority_label(code) for code in cluster.entry.priorities),
        profile.activities if profile else None,
        *(getattr(profile, name) if profile else None for name in counts),
        staff_label(profile.staff) if profile else None,
        cluster.listed_members,
        "; ".join(service_label(code) for code in profile.services) if profile else None,
        "; ".join(cluster.entry.needs),
        one.website,
    )
