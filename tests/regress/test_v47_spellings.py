"""CVE-2020-7245 (CTFd): " victim " registered beside "victim", and a reset hit the victim."""

import pytest

from app.core import clock
from app.core.addresses import email_key
from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.uow import unit_of_work
from app.identity import queries, services
from app.identity.models import MailLink, Person
from app.identity.rules.links import LinkPurpose
from app.identity.schemas import Email
from app.notifications.models import Delivery
from app.web.forms import Form
from tests.factories.identity import make_member, make_organisation, make_person
from tests.worker import run_jobs

ADDRESS = "victim@example.org"
SAME = [
    "victim@example.org",
    " victim@example.org ",
    "VICTIM@example.org",
    "victim@EXAMPLE.ORG",
    "\uff56ictim@example.org",  # a full-width v
    "v\u2170ctim@example.org",  # a Roman numeral one
    "victim@example.org\t",
]
OTHER = [
    "vıctim@example.org",  # a dotless i
    "victím@example.org",
    "vіctim@example.org",  # a Cyrillic i
    "victim+1@example.org",
]


def register(email):
    with unit_of_work():
        names = {"given_name": "A", "family_name": "B", "password_hash": None}
        return services.register_person(ANONYMOUS, email=email, **names)


@pytest.mark.parametrize("spelling", SAME, ids=range(len(SAME)))
def test_a_spelling_of_an_address_is_the_same_account(app, browser, spelling):
    victim = make_person(email=ADDRESS)
    assert queries.find_person_by_email(spelling).id == victim.id
    with pytest.raises(Conflict) as refused:
        register(spelling)
    assert refused.value.code == "email_taken"
    organisation = make_organisation()
    sender = queries.actor_for(make_member(organisation))
    with unit_of_work():
        first = services.invite_member(sender, organisation.id, email=ADDRESS).id
    with pytest.raises(Conflict), unit_of_work():
        services.invite_member(sender, organisation.id, email=spelling)
    assert first


@pytest.mark.parametrize("other", OTHER, ids=range(len(OTHER)))
def test_what_only_looks_alike_stays_apart_everywhere(app, other):
    victim_id = make_person(email=ADDRESS, email_confirmed_at=clock.now()).id
    assert queries.find_person_by_email(other) is None
    with unit_of_work():
        services.request_link(LinkPurpose.RESET, other, "192.0.2.1", language="en")
    link = db.session.query(MailLink).one()
    assert link.email_key != email_key(ADDRESS)
    text = services.text_of(link)
    with pytest.raises(NotFound), unit_of_work():
        services.reset_password(text, "hash")
    assert register(other).id != victim_id
    db.session.expire_all()
    assert db.session.get(Person, victim_id).password_hash is None
    with unit_of_work():
        services.reset_password(text, "hash")
    db.session.expire_all()
    assert db.session.get(Person, victim_id).password_hash is None


def test_a_reset_goes_to_the_address_of_the_account_and_not_as_it_was_typed(app, browser):
    make_person(email=ADDRESS)
    browser.post("/password/forgotten", {"email": "\uff36ICTIM@example.org"})
    run_jobs(app)
    db.session.rollback()
    assert [one.recipient for one in db.session.query(Delivery)] == [ADDRESS]


@pytest.mark.parametrize("text", ["ı@x", "İ@x", "ß@x", "ﬁ@x", "Å@x", "Ⅷ@x"])
def test_a_key_is_a_key_of_itself(text):
    assert email_key(email_key(text)) == email_key(text)


REFUSED = ["víctim@example.org", "vıctim@example.org", "vіctim@example.org"]
PLACES = ["/sign-up", "/sign-in/link", "/password/forgotten"]


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("other", REFUSED, ids=range(len(REFUSED)))
def test_forms_say_that_no_mail_can_be_sent_there(app, browser, path, other):
    answer = browser.post(path, {"email": other, "given_name": "A", "family_name": "B"})
    assert answer.status_code == 422
    assert "Before the @, use only the letters a to z" in answer.text
    assert db.session.query(MailLink).count() == 0


def test_every_field_for_an_address_is_the_one_that_checks_it(app):
    mails = [
        (form.__name__, name)
        for form in every_form(Form)
        for name, field in form._declared_fields.items()
        if name == "email" and not isinstance(field, Email)
    ]
    # Whoever signs in is looked for, nothing is stored.
    assert [one for one in mails if not one[0].endswith("Out")] == [("SignIn", "email")]


DOMAINS = ["müller.example", "MÜLLER.example", "mu\u0308ller.example", "xn--mller-kva.example"]


@pytest.mark.parametrize("domain", DOMAINS, ids=range(len(DOMAINS)))
def test_a_domain_has_one_form_however_it_is_written(app, browser, domain):
    known = make_person(email="anna@xn--mller-kva.example")
    assert queries.find_person_by_email(f"anna@{domain}").id == known.id
    browser.post("/password/forgotten", {"email": f"Anna@{domain}"})
    run_jobs(app)
    db.session.rollback()
    assert [one.recipient for one in db.session.query(Delivery)] == ["anna@xn--mller-kva.example"]


def test_a_sharp_s_in_a_domain_is_not_two_of_them(app):
    make_person(email="anna@strasse.example")
    assert queries.find_person_by_email("anna@straße.example") is None
    assert register("anna@straße.example").email == "anna@xn--strae-oqa.example"


def test_a_command_refuses_what_cannot_be_written_to(app):
    runner = app.test_cli_runner()
    made = runner.invoke(args=["people", "create-operator", REFUSED[0], "--password", "x" * 12])
    assert (made.exit_code, db.session.query(Person).count()) == (1, 0)


def every_form(form):
    return [form, *(one for below in form.__subclasses__() for one in every_form(below))]
