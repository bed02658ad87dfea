from datetime import timedelta

import pytest

from app.core import clock
from app.core.errors import NotFound
from app.core.uow import unit_of_work
from app.directory.queries import clusters, listing
from app.directory.rules.filters import DirectoryFilter, Sort, by_section, divisions_of, span_of
from app.events.queries import list_events_of_cluster
from app.identity import services
from app.identity.models import OrganisationKind
from app.identity.rules.crossed import CrossedState
from app.identity.rules.nace import Level, list_activities
from app.identity.rules.profiles import LabelKind, OfferKind
from app.identity.services import profiles
from app.identity.services.profiles import Sector
from tests.factories.directory import add_label, add_offer, join_cluster, make_cluster, make_listed
from tests.factories.events import make_event
from tests.factories.identity import actor_of, make_organisation, make_person


def names(sort=Sort.NAME, **wanted):
    found = listing.list_entries(DirectoryFilter(**wanted), sort, limit=50)
    return [entry.organisation.name for entry in found]


def test_only_what_is_listed_is_in_the_directory(app):
    make_listed(name="Listed")
    hidden = make_organisation(name="Hidden")

    assert names() == ["Listed"]
    with pytest.raises(NotFound):
        listing.get_entry(hidden.id)


def test_a_search_looks_at_names_keywords_offers_and_needs_without_case_and_diacritics(app):
    one = make_listed(name="Łódź Robotyka")
    two = make_listed(name="Balkan", latin_name=None)
    three = make_listed(name="Клъстър Тракия", latin_name="Klaster Trakia")
    add_label(two, LabelKind.KEYWORD, "Spritzguß")
    add_offer(two, "Prüfstand für Getriebe")
    add_offer(one, "Odpady laminatu", OfferKind.NEED)

    assert names(text="lodz") == ["Łódź Robotyka"]
    assert names(text="SPRITZGUSS") == ["Balkan"]
    assert names(text="prufstand getriebe") == ["Balkan"]
    assert names(text="laminatu") == ["Łódź Robotyka"]
    assert names(text="trakia") == names(text="тракия") == [three.name]
    assert names(text="prufstand laminatu") == []
    assert names(text="100%") == names(text="_") == []


def test_filters_narrow_together(app):
    one = make_listed(name="A", country="DE", region="DED2", kind=OrganisationKind.SME)
    make_listed(name="B", country="DE", region="DED4", kind=OrganisationKind.STARTUP)
    make_listed(name="C", country="PL", region=None)
    add_label(one, LabelKind.NACE, "25.62")
    add_label(one, LabelKind.NACE, "62.10", place=1)
    add_label(one, LabelKind.ECOSYSTEM, "digital")

    assert names(country="DE") == ["A", "B"]
    assert names(country="DE", region="DED2") == ["A"]
    assert names(kind="startup") == ["B"]
    assert names(sector="C") == names(sector="25") == names(sector="25.6") == ["A"]
    assert names(sector="K") == names(sector="25.62") == ["A"]
    assert names(sector="25.61") == names(sector="A") == []
    assert names(ecosystem="digital", country="DE") == ["A"]
    assert names(ecosystem="digital", country="PL") == []


def test_a_cluster_shows_its_accepted_members_and_only_while_it_is_listed_itself(app):
    cluster, hidden = make_cluster(name="Cluster"), make_organisation(name="Hidden cluster")
    member, asking = make_listed(name="Member"), make_listed(name="Asking")
    join_cluster(cluster, member)
    join_cluster(cluster, asking, CrossedState.ASKED)
    join_cluster(hidden, member)

    assert names(cluster_id=cluster.id) == ["Member"]
    assert names(cluster_id=hidden.id) == []
    assert [one.name for one in listing.get_entry(member.id).clusters] == ["Cluster"]
    assert [one.name for one in listing.list_listed_clusters()] == ["Cluster"]


def test_the_orders_are_a_closed_list(app):
    yesterday = clock.now() - timedelta(days=1)
    make_listed(name="Alpha", country="PL", listed_at=yesterday)
    make_listed(name="Beta", country="DE")

    assert names(Sort.NAME) == ["Alpha", "Beta"]
    assert names(Sort.NEWEST) == ["Beta", "Alpha"]
    assert names(Sort.COUNTRY) == ["Beta", "Alpha"]
    assert set(listing._ORDERS) == set(Sort)


def test_counts_are_of_what_fits(app):
    for number in range(3):
        one = make_listed(name=f"Firm {number}", country="DE", region="DED2")
        add_label(one, LabelKind.NACE, "25.62")
        add_label(one, LabelKind.NACE, "62.10", place=1)
    other = make_listed(name="Other", country="PL", region=None)
    add_label(other, LabelKind.NACE, "62.10")
    make_organisation(name="Firm hidden", country="DE", region="DED2")

    counts = listing.count_entries(DirectoryFilter())

    assert counts.places == {("DE", "DED2"): 3, ("PL", None): 1}
    assert counts.divisions == {"25": 3, "62": 1}
    assert counts.total == 4
    assert listing.count_entries(DirectoryFilter(text="other")).total == 1
    assert by_section(counts.divisions | {"xx": 9}) == {"C": 3, "K": 1}


def test_a_sector_is_its_divisions():
    assert divisions_of("25.62") == divisions_of("25") == ["25"]
    assert divisions_of("K") == ["61", "62", "63"]


def test_the_divisions_of_a_section_stand_in_a_row_so_that_an_index_finds_them():
    divisions = [one.code for one in list_activities(Level.DIVISION)]
    for section in list_activities(Level.SECTION):
        own = divisions_of(section.code)
        first, after = span_of(own)
        assert [one for one in divisions if first <= one < after] == own
    assert span_of(divisions_of("C")) == ("10", "34")


def test_what_an_organisation_is_found_by_follows_every_change(app):
    person, one = make_person(), make_listed(name="Lednik")
    actor = actor_of(person, one)

    def found(text):
        return [entry.id for entry in listing.list_entries(DirectoryFilter(text=text), limit=9)]

    with unit_of_work():
        profiles.change_sector(actor, one.id, Sector(nace=["28.25"], keywords=["Kälte"]))
        offer = profiles.add_offer(actor, one.id, kind="offer", text="Quiet compressors")
    assert (found("kalte"), found("COMPRESSOR"), found("lednik quiet")) == ([one.id],) * 3
    assert listing.count_entries(DirectoryFilter(text="kalte")).divisions == {"28": 1}
    with unit_of_work():
        profiles.change_offer(actor, one.id, offer.id, text="Ice")
        services.change_organisation(actor, one.id, name="Lednik Energy")
        profiles.change_sector(actor, one.id, Sector(nace=["35.30"]))
    assert (found("ice"), found("energy")) == ([one.id],) * 2
    assert (found("kalte"), found("compressor"), found("%"), found("_")) == ([],) * 4
    assert listing.count_entries(DirectoryFilter()).divisions == {"35": 1}
    with unit_of_work():
        profiles.remove_offer(actor, one.id, offer.id)
    assert found("ice") == []


def test_an_entry_holds_what_the_organisation_says(app):
    one = make_listed(name="One")
    add_label(one, LabelKind.NACE, "25.62")
    add_label(one, LabelKind.KEYWORD, "Fräsen")
    add_label(one, LabelKind.PRIORITY, "clean_energy")
    add_offer(one, "Test bench")
    add_offer(one, "Steel", OfferKind.NEED)

    entry = listing.get_entry(one.id)

    assert (entry.sectors, entry.keywords, entry.priorities) == (
        ["25.62"],
        ["Fräsen"],
        ["clean_energy"],
    )
    assert (entry.offers, entry.needs) == (["Test bench"], ["Steel"])


def test_a_cluster_has_its_profile_its_members_by_kind_and_its_published_events(app):
    cluster = make_cluster(name="Cluster")
    sme, hidden = make_listed(name="S"), make_organisation(name="H")
    join_cluster(cluster, sme)
    join_cluster(cluster, hidden)
    make_event(name="Day", lead_organisation_id=cluster.id)
    make_event(name="Draft", lead_organisation_id=cluster.id, state="draft")

    found = clusters.get_cluster(cluster.id)

    assert found.profile.smes == 30
    assert found.members == {"sme": 1}
    assert [one.name for one in list_events_of_cluster(cluster.id)] == ["Day"]
    with pytest.raises(NotFound):
        clusters.get_cluster(sme.id)


def test_the_mapping_has_every_listed_cluster_with_its_needs(app):
    cluster = make_cluster(name="Cluster")
    make_organisation(name="Hidden", kind=OrganisationKind.CLUSTER)
    add_offer(cluster, "Skilled welders", OfferKind.NEED)
    add_label(cluster, LabelKind.ECOSYSTEM, "digital")

    (found,) = clusters.list_clusters_of_directory()

    assert found.entry.organisation.name == "Cluster"
    assert found.entry.needs == ["Skilled welders"]
    assert found.entry.ecosystems == ["digital"]
    assert found.listed_members == 0
