"""A merge brought owners of the one into the other, and open invitations to become an owner."""

from app.core.db import db
from app.core.uow import unit_of_work
from app.directory.services.merging import answer_merge, ask_to_merge, merge_pair
from app.identity.models import Invitation, Membership
from app.identity.queries import actor_for
from app.identity.rules import MemberRole
from app.identity.services import invite_member
from tests.app.directory.test_duplicates import make_pair, operator
from tests.factories.identity import make_member


def role_in(organisation, person):
    query = db.session.query(Membership.role)
    return query.filter_by(organisation_id=organisation.id, person_id=person.id).scalar()


def test_a_merge_brings_neither_owners_nor_invitations_to_become_one(app):
    kept, gone, row = make_pair(latin_name="Balkan Kabel")
    owner, newcomer = make_member(kept), make_member(gone)
    for asking, place, email in ((newcomer, gone, "mate"), (owner, kept, "friend")):
        with unit_of_work():
            invite_member(
                actor_for(asking), place.id, email=f"{email}@example.org", role=MemberRole.OWNER
            )
    with unit_of_work():
        ask_to_merge(actor_for(newcomer), row.id)
    with unit_of_work():
        answer_merge(actor_for(owner), row.id, is_accepted=True)
    assert [one.email for one in db.session.query(Invitation)] == ["friend@example.org"]
    assert (role_in(kept, owner), role_in(kept, newcomer)) == ("owner", "member")


def test_observers_stay_observers_and_who_owns_both_goes_on_owning(app):
    kept, gone, row = make_pair(latin_name="Balkan Kabel")
    both = make_member(kept)
    make_member(gone, both)
    watcher = make_member(gone, role=MemberRole.OBSERVER)
    with unit_of_work():
        merge_pair(actor_for(both), row.id, keep=kept.id)
    assert (role_in(kept, both), role_in(kept, watcher)) == ("owner", "observer")


def test_an_organisation_that_nobody_owned_gets_the_owners_of_the_other(app):
    kept, gone, row = make_pair(latin_name="Balkan Kabel")
    owner, runs = make_member(gone), operator()
    with unit_of_work():
        merge_pair(runs, row.id, keep=kept.id)
    assert role_in(kept, owner) == "owner"
