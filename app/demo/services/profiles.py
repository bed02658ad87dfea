"""What organisations say of themselves, and which clusters they belong to."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from app.core.db import Base
from app.core.text import search_key
from app.demo.rules import profiles, script
from app.demo.rules.profiles import Theme
from app.demo.rules.script import OrganisationRow
from app.demo.services.stage import Stage, write
from app.identity.models import (
    ClusterMembership,
    ClusterProfile,
    OfferNeed,
    Organisation,
    OrganisationLabel,
    SizeDeclaration,
)
from app.identity.rules import CrossedState, LabelKind, OfferKind, Side, StartupStage
from app.identity.services.folding import fold

DECLARED = timedelta(days=60)  # ago: none of the declarations is out of date


def write_profiles(stage: Stage, at: datetime) -> None:
    """Write the profile of every organisation, all of them listed in the directory."""
    rows: list[Base] = []
    for number, row in enumerate(script.organisations().values()):
        one, theme = stage.organisations[row.name], profiles.theme_of(row)
        one.listed_at = at
        one.website = one.website or profiles.website(row, number)
        one.vat_number = profiles.vat_number(row, number)
        one.founded_year = profiles.founded(row, number)
        stage_of = profiles.stage(row, number)
        one.startup_stage = StartupStage(stage_of) if stage_of else None
        one.description = one.description or _description(row, theme)
        rows += _labels(stage, one, theme)
        rows += _offers(stage, one, theme, number, at)
        rows += _size(stage, row, one)
        rows += _cluster(row, one, theme)
        rows += _memberships(stage, row, one, at)
    write(rows)
    fold(*(one.id for one in stage.organisations.values()))


def _description(row: OrganisationRow, theme: Theme) -> str:
    if row.kind == "cluster":
        return (
            f"{row.name} brings companies, research and public authorities around {row.city} "
            "together, from working groups to joint projects with other regions."
        )
    first, second, *_rest = theme.keywords
    return f"{row.name} in {row.city} works on {first} and {second}. {theme.offers[0]}."


def _labels(stage: Stage, one: Organisation, theme: Theme) -> Iterator[OrganisationLabel]:
    texts: dict[LabelKind, Sequence[str]] = {
        LabelKind.NACE: theme.nace,
        LabelKind.ECOSYSTEM: theme.ecosystems,
        LabelKind.PRIORITY: theme.priorities,
        LabelKind.KEYWORD: theme.keywords,
    }
    for kind, words in texts.items():
        for place, text in enumerate(words):
            code = search_key(text) if kind == LabelKind.KEYWORD else text
            yield OrganisationLabel(
                id=stage.ids.new(),
                organisation_id=one.id,
                kind=kind,
                code=code,
                text=text,
                place=place,
            )


def _offers(
    stage: Stage, one: Organisation, theme: Theme, number: int, at: datetime
) -> Iterator[OfferNeed]:
    for kind, texts in ((OfferKind.OFFER, theme.offers), (OfferKind.NEED, theme.needs)):
        for turn in range(1 + number % 2):
            text = texts[(number + turn) % len(texts)]
            keywords = theme.keywords[:2]
            yield OfferNeed(
                id=stage.ids.new(),
                organisation_id=one.id,
                kind=kind,
                text=text,
                keywords=keywords,
                search_key=search_key(text, *keywords),
                created_at=at + timedelta(minutes=turn),
            )


def _size(stage: Stage, row: OrganisationRow, one: Organisation) -> Iterator[SizeDeclaration]:
    if not row.size:
        return
    headcount, turnover, balance_sheet = profiles.FIGURES[row.size]
    declared_at = stage.now - DECLARED
    owner = stage.contacts.get(row.name)
    yield SizeDeclaration(
        id=stage.ids.new(),
        organisation_id=one.id,
        accounting_year=declared_at.year - 1,
        headcount=headcount,
        turnover=turnover,
        balance_sheet=balance_sheet,
        relation="autonomous",
        size_class=row.size,
        declared_at=declared_at,
        declared_by_id=owner.id if owner else None,
    )


def _cluster(row: OrganisationRow, one: Organisation, theme: Theme) -> Iterator[ClusterProfile]:
    if row.kind != "cluster":
        return
    staff, *members = profiles.cluster_figures(row.name)
    names = ("members", "smes", "startups", "large_companies", "research", "others")
    yield ClusterProfile(
        organisation_id=one.id,
        staff=staff,
        services=list(profiles.SERVICES[: 3 + members[0] % 6]),
        activities="Working groups, an annual fair, joint projects. " + ". ".join(theme.offers),
        privacy_contact=f"privacy.{one.country.lower()}@example.org",
        **dict(zip(names, members, strict=True)),
    )


def _memberships(
    stage: Stage, row: OrganisationRow, one: Organisation, at: datetime
) -> Iterator[ClusterMembership]:
    asker = stage.contacts.get(row.name)
    asked_by_id = asker.id if asker else None
    for name in profiles.clusters_of(row):
        answerer = stage.contacts.get(name)
        yield ClusterMembership(
            id=stage.ids.new(),
            cluster_id=stage.organisations[name].id,
            organisation_id=one.id,
            state=CrossedState.ACCEPTED,
            asked_by=Side.ORGANISATION,
            asked_by_id=asked_by_id,
            asked_at=at,
            answered_by_id=answerer.id if answerer else None,
            answered_at=at,
            since=at,
        )
    if row.name in profiles.asks():
        yield ClusterMembership(
            id=stage.ids.new(),
            cluster_id=stage.organisations[profiles.asks()[row.name]].id,
            organisation_id=one.id,
            state=CrossedState.ASKED,
            asked_by=Side.ORGANISATION,
            asked_by_id=asked_by_id,
            asked_at=stage.now - timedelta(days=2),
        )
