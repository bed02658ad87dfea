import pytest

from app.core.audit import AuditEntry
from app.core.authz import ANONYMOUS, SYSTEM
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound, RateLimited
from app.core.uow import unit_of_work
from app.identity import passwords, queries, services
from app.identity.models import ApiToken, OrganisationKind, Person, SignInThrottle
from app.identity.queries import find_bearer
from tests.factories.identity import (
    actor_of,
    make_api_token,
    make_member,
    make_organisation,
    make_person,
)

CLUSTER = {"name": "Cluster", "kind": OrganisationKind.CLUSTER, "country": "DE"}


def register(actor, organisation=None, email="a@example.org"):
    with unit_of_work():
        return services.register_person(
            actor,
            email=email,
            given_name="A",
            family_name="B",
            password_hash=None,
            organisation=organisation,
        )


def facts():
    return [entry.name for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def test_a_person_registers_with_an_organisation(app):
    person = register(ANONYMOUS, CLUSTER | {"kind": OrganisationKind.SME})

    actor = queries.actor_for(person)
    assert len(actor.organisation_ids) == 1
    assert facts() == ["PersonRegistered", "OrganisationRegistered", "MemberAdded"]


def test_only_the_operator_or_the_system_enters_a_cluster(app):
    with pytest.raises(Forbidden):
        register(ANONYMOUS, CLUSTER)
    assert db.session.query(Person).count() == 0
    register(SYSTEM, CLUSTER)
    register(actor_of(make_person(), is_operator=True), CLUSTER, email="b@example.org")


def test_one_address_is_one_account(app):
    register(ANONYMOUS)
    with pytest.raises(Conflict) as refused:
        register(ANONYMOUS, email="A@Example.org")
    assert (refused.value.code, refused.value.field) == ("email_taken", "email")


def test_another_s_organisation_is_not_found(app):
    organisation = make_organisation()
    stranger = actor_of(make_person())
    with pytest.raises(NotFound), unit_of_work():
        services.change_organisation(stranger, organisation.id, name="Mine")
    seen = actor_of(make_person(), is_operator=True)
    with pytest.raises(Forbidden), unit_of_work():
        services.change_organisation(seen, organisation.id, name="Mine")


def test_another_s_token_is_not_found(app):
    owner = make_person()
    make_api_token(owner)
    token = db.session.query(ApiToken).one()
    stranger = actor_of(make_person())
    with pytest.raises(NotFound), unit_of_work():
        services.revoke_token(stranger, token.id)


def test_revoking_twice_is_told_once(app):
    owner = make_person()
    make_api_token(owner)
    token = db.session.query(ApiToken).one()
    for _ in range(2):
        with unit_of_work():
            services.revoke_token(actor_of(owner), token.id)
    assert facts() == ["ApiTokenRevoked"]


def test_a_new_password_by_command_ends_tokens_too_and_tells_each_once(app):
    owner = make_person()
    secrets = [make_api_token(owner), make_api_token(owner)]
    with unit_of_work():
        services.set_password(SYSTEM, queries.get_person(owner.id), "hash")
    with unit_of_work():
        services.set_password(SYSTEM, queries.get_person(owner.id), "hash")
    assert [find_bearer(secret) for secret in secrets] == [None, None]
    assert sorted(facts()) == ["ApiTokenRevoked"] * 2 + ["PasswordChanged"] * 2


def test_only_operators_and_the_system_appoint_operators(app):
    person = make_person()
    with pytest.raises(Forbidden), unit_of_work():
        services.appoint_operator(actor_of(person), person)
    with pytest.raises(Forbidden), unit_of_work():
        services.appoint_operator(actor_of(person, is_operator=True, token_id=5), person)


def test_an_attempt_is_counted_before_the_password_is_looked_at(app):
    for _ in range(5):
        with unit_of_work():
            assert services.begin_attempt("A@example.org", "2001:db8::1")
    with pytest.raises(RateLimited) as refused, unit_of_work():
        services.begin_attempt("a@example.org", "2001:db8::2")
    assert refused.value.params == {"seconds": 1}
    assert sorted(row.failures for row in db.session.query(SignInThrottle)) == [5, 5, 5]


def test_signing_in_takes_its_attempt_back(app):
    person = make_person()
    for _ in range(3):
        with unit_of_work():
            services.begin_attempt(person.email, "192.0.2.1")
    with unit_of_work():
        services.note_sign_in(person.id, "192.0.2.1", None)
    assert [row.failures for row in db.session.query(SignInThrottle)] == [2]


def test_a_stranger_s_password_is_hashed_too(app):
    verified = passwords._stand_in.cache_info()
    assert services.find_by_password("nobody@example.org", "nobody has this password") is None
    after = passwords._stand_in.cache_info()
    assert after.hits + after.misses == verified.hits + verified.misses + 1


def test_a_stand_in_s_password_lets_nobody_in(app):
    assert not passwords.is_password(None, "nobody has this password")


def test_a_password_is_the_same_however_it_was_typed(app):
    assert passwords.is_password(passwords.hash_password("cafe\u0301"), "caf\u00e9")


def test_a_bearer_is_known_in_one_statement(app, count_queries):
    person = make_member(make_organisation())
    make_member(make_organisation(), person)
    secret = make_api_token(person, "read")
    db.session.remove()
    with count_queries as n:
        found = find_bearer(secret)
    assert found
    actor, _used_at = found
    assert (n.count, len(actor.organisation_ids), actor.scopes) == (1, 2, frozenset({"read"}))


def test_organisations_are_found_whatever_the_diacritics(app):
    register(ANONYMOUS, {"name": "Žalgiris 100%", "kind": OrganisationKind.SME, "country": "LT"})
    assert [one.name for one in queries.find_organisations("zalgiris 100%")] == ["Žalgiris 100%"]
    assert queries.find_organisations("%") == queries.find_organisations("zal")
    assert queries.find_organisations("_") == []
