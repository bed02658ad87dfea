"""Asking every route as everybody: which requests there are, who asks, what came of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import TestResponse

from app.identity.rules.scopes import Scope
from app.web.guards import DEVICE, TOKEN, guard_of
from tests.access.bodies import body_of, corrected, form_of
from tests.access.world import OWN, SIDES, World
from tests.client import Browser
from tests.factories.checkin import make_device, make_gate
from tests.factories.identity import make_api_token

ANONYMOUS = "anonymous"
PEOPLE = (
    *("attendee", "proposer", "other_proposer", "owner", "other_company", "juror"),
    *("conflicted", "lead", "coorganiser", "desk", "reader", "observer"),
)
STRANGER = "stranger"  # the lead of the other cluster's event
DEVICE_ROLE = "scanner"
READS = "reads"  # a token of the lead that only reads
OPERATOR = "operator"
INSIDER = "insider"  # an operator who has broken the glass of the own event
ROLES = (ANONYMOUS, *PEOPLE, STRANGER, DEVICE_ROLE, READS, OPERATOR, INSIDER)
PARAMETER = re.compile(r"<(?:(?:id|int|path):)?(\w+)>")
CHOICE = re.compile(r"<any\((\w+)[^)]*\):\w+>")
NOTHING = "0000000000001"
FORM = "application/x-www-form-urlencoded"
# What a parameter means where it does not mean what it means elsewhere.
_GUEST = {"invitation_id": "guest_id"}
MEANT: dict[str, dict[str, str]] = {
    "enquiries.unfollow_by_link": {"link": "unfollow_link"},
    "enquiries.correct_answer": {"enquiry_id": "answered_id"},
    "enquiries-api.correct_answer": {"enquiry_id": "answered_id"},
    "tickets.join_waiting_list": {"ticket_type_id": "waiting_type_id"},
    "certificates-api.check_attendance": {"code": "attendance_code"},
    "tickets.waiting_place": {"link": "waiting_link"},
    "tickets.leave_waiting_list": {"link": "waiting_link"},
    "tickets.take_offer": {"link": "waiting_link"},
    "tickets-api.leave_waiting_list": {"link": "waiting_link"},
    "tickets.accept_transfer": {"link": "transfer_link"},
    "tickets-api.accept_transfer": {"link": "transfer_link"},
    "seats.accept_seat": {"link": "seat_link"},
    "support.register_invited": {"link": "guest_link"},
    "support.resend_invitation": _GUEST,
    "support.withdraw_invitation": _GUEST,
    "support-api.resend_invitation": _GUEST,
    "support-api.withdraw_invitation": _GUEST,
    "billing.show_invoice": {"link": "invoice_link"},
    "billing.own_invoice_pdf": {"link": "invoice_link"},
    "billing.own_receipt_pdf": {"link": "invoice_link"},
    "billing.pay_by_card": {"link": "invoice_link"},
    "identity.end_session": {"session_id": "web_session_id"},
    "identity-api.end_session": {"session_id": "web_session_id"},
    "identity.confirm_email": {"link": "new_email_link"},
    "identity.return_email": {"link": "old_email_link"},
    "identity.sign_in_by_link": {"link": "sign_in_link"},
    "identity.reset_password": {"link": "reset_link"},
    "identity.confirm_sign_up": {"link": "sign_up_link"},
    "identity.mailed_invitation": {"link": "invitation_link"},
}
_PITCHED = {"round_id": "pitch_round_id", "assignment_id": "pitched_id", "code": "juror_code"}
MEANT |= {
    f"pitches{edge}.{name}": _PITCHED
    for edge, names in {
        "": "run_day refresh_order wall refresh_wall move open_ close phone now score codes "
        "revoke enter vote open_vote close_vote download_vote",
        "-api": "get_day plan_day move_pitch open_pitch close_pitch get_now score_pitch make_code "
        "revoke_code get_vote declare_vote open_vote close_vote get_printed_vote",
    }.items()
    for name in names.split()
}
_SEATED = {"link": "seats_link", "ticket_id": "seated_id"}
MEANT |= {
    f"seats.{name}": _SEATED
    for name in (
        *("company_seats", "fill_seat", "invite", "change_name", "withdraw_name"),
        *("resend_invitation", "withdraw_invitation"),
    )
}
REFUSED = (401, 403, 404)


@dataclass(frozen=True)
class Question:
    """A method of a route."""

    method: str
    rule: str
    endpoint: str
    guard: str

    def __str__(self) -> str:
        return f"{self.method:6} {self.rule}"


def questions(app: Flask) -> Iterator[Question]:
    """Return every method of every route but those that Flask adds by itself."""
    for rule in app.url_map.iter_rules():
        guard = guard_of(app, rule.endpoint) or ""
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Question(method, rule.rule, rule.endpoint, guard)


class Asker:
    """Everybody's browser and token, ready to ask."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app = app
        self.world = world
        own = world.sides[OWN]
        people = own.people | {
            STRANGER: world.sides["cluster"].people["lead"],
            OPERATOR: world.operator,
            INSIDER: world.insider,
        }
        self.browsers = {role: _Reader(app, person) for role, person in people.items()}
        nobody = _Reader(app, None)
        self.browsers |= dict.fromkeys((ANONYMOUS, DEVICE_ROLE, READS), nobody)
        self.tokens = {role: make_api_token(person, *Scope) for role, person in people.items()}
        self.tokens[READS] = make_api_token(own.people["lead"], "read")
        back = make_gate(own.event, "Back door")
        self.tokens[DEVICE_ROLE] = make_device(back, own.event, is_supervisor=True)[1]
        self.api = app.test_client()
        for secret in self.tokens.values():  # that a token was used is noted once an hour
            self.api.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})

    def ask(self, question: Question, role: str, side: str) -> TestResponse:
        """Send the question as a role about a side."""
        names = self.world.sides[side].names
        if question.guard in (TOKEN, DEVICE):
            return self.ask_api(question, role, names, body_of(self.app, question.endpoint, names))
        values = form_of(question.endpoint, names)
        if question.method == "GET":  # of all fields, only those that an address has
            values = corrected(question.endpoint, {}, names)
        path = self.path(question, names)
        return self.browsers[role].ask(question.method, path, values)

    def path(self, question: Question, names: Mapping[str, Any]) -> str:
        """Return the address of a question about a side; what a side lacks is the id of nothing."""
        known = names | {
            name: names[other]
            for name, other in MEANT.get(question.endpoint, {}).items()
            if other in names
        }
        chosen = CHOICE.sub(r"\1", question.rule)
        return PARAMETER.sub(lambda found: str(known.get(found[1], NOTHING)), chosen)

    def ask_api(
        self, question: Question, role: str, names: Mapping[str, Any], sent: Mapping[str, Any]
    ) -> TestResponse:
        """Send a question of the API as a role, with this body."""
        secret = self.tokens.get(role)
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        path = self.path(question, names)
        return self.api.open(path, method=question.method, headers=headers, **sent)


class _Reader:
    """Somebody's browser, which brings the same session to every request, whatever the last did."""

    def __init__(self, app: Flask, person: Any) -> None:
        browser = Browser(app)
        if person is not None:
            browser.sign_in(person)
        page = browser.get("/profile" if person is not None else "/sign-in").text
        self.csrf = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        assert self.csrf
        self.client = browser.client
        self.name = app.config["SESSION_COOKIE_NAME"]
        cookie = self.client.get_cookie(self.name)
        assert cookie is not None
        self.cookie = cookie.value

    def ask(self, method: str, path: str, values: Mapping[str, str]) -> TestResponse:
        """Send a request with the session as it was at first."""
        headers = {} if method == "GET" else {"X-CSRFToken": self.csrf}
        return self.send(method, path, values, headers)

    def send(
        self, method: str, path: str, values: Mapping[str, str], headers: Mapping[str, str]
    ) -> TestResponse:
        """Send a request with these headers and no others."""
        self.client.set_cookie(self.name, self.cookie)
        sent: dict[str, Any] = {"query_string": dict(values)}
        if method != "GET":
            sent = {"data": _written(tuple(values.items())), "content_type": FORM}
        return self.client.open(path, method=method, headers=dict(headers), **sent)


@lru_cache(maxsize=len(SIDES))
def _written(values: tuple[tuple[str, str], ...]) -> bytes:
    """Return a form as it is sent; the same one is sent by everybody in turn."""
    return urlencode(values).encode()


def is_refused(answer: TestResponse) -> bool:
    """Whether an answer keeps the asker out: a status, or the way to the sign-in page."""
    to_sign_in = answer.status_code in (302, 303) and (answer.location or "").startswith("/sign-in")
    return answer.status_code in REFUSED or to_sign_in
