"""One Open Innovation Day through the API alone, from the empty event to the outcome report."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
import time_machine

from app.core import clock
from app.core.ids import encode_id
from app.identity.models import OrganisationKind
from challenges.canonical import digest
from challenges.recount import recount
from tests.api.program import Program
from tests.factories.identity import make_member, make_organisation, make_person
from tests.worker import run_jobs

pytestmark = pytest.mark.slow

BRIEF = "digital/tool-wear-warning-mixed-cnc"
JURORS = (("Itziar", "Agirre"), ("Søren", "Kjær"), ("Ωρίων", "Νικολάου"))


def open_event(organiser, cluster):
    starts = clock.now() + timedelta(days=120)
    event = organiser.post(
        "/events",
        {
            "name": "Open Innovation Day Elbtal",
            "lead_organisation_id": encode_id(cluster.id),
            "timezone": "Europe/Berlin",
            "starts_at": starts.isoformat(),
            "ends_at": (starts + timedelta(hours=9)).isoformat(),
            "venue_name": "Messe Dresden",
            "description": "# One day\n\nSix challenges.",
            "summary": "Meet the people who can solve it.",
            "capacity": 200,
        },
    )
    path = f"/events/{event['slug']}"
    talk = {"title": "Opening", "starts_at": starts.isoformat()}
    organiser.post(
        f"{path}/sessions", talk | {"ends_at": (starts + timedelta(hours=1)).isoformat()}
    )
    assert organiser.post(f"{path}/publish", status=200)["state"] == "published"
    return path, starts


def post_challenge(owner, organiser, event):
    brief = owner.get("/briefs")["items"]
    assert BRIEF in [one["id"] for one in brief]
    challenge = owner.post(f"{event}/challenges", {"brief": BRIEF})
    path = f"/challenges/{challenge['id']}"
    dates = {
        "opens_at": (clock.now() - timedelta(hours=1)).isoformat(),
        "closes_at": (clock.now() + timedelta(days=30)).isoformat(),
        "decision_on": (clock.now() + timedelta(days=60)).date().isoformat(),
        "sponsor_name": "Dr Heike Brandt",
    }
    owner.patch(path, {"version": challenge["version"], **dates})
    assert owner.post(f"{path}/submit", status=200)["phase"] == "in_review"
    assert organiser.post(f"{path}/approve", status=200)["phase"] == "open"
    return path


def apply(applicant, challenge):
    questions = applicant.get(challenge)["questions"]
    proposal = applicant.post(f"{challenge}/proposals", {})
    path = f"/proposals/{proposal['id']}"
    values = {
        "title": "Listening to the spindle",
        "summary": "We hear a tool wear.",
        "trl": 9,
        "answers": {question["key"]: "As we said." for question in questions},
    }
    saved = applicant.patch(path, {"version": proposal["version"], **values})
    applicant.upload(f"{path}/files", (BytesIO(a_pdf()), "plan.pdf"))
    receipt = applicant.post(f"{path}/submit", {"version": saved["version"]})
    got = applicant.get(f"{path}/receipt")
    assert got["sha256"] == receipt["sha256"] == digest(got["content"])
    return path


def a_pdf():
    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


def judge(client, organiser, event, challenge, proposal):
    """Let three jurors score the proposal, then decide and tell."""
    organiser.post(f"{proposal}/screen", {"state": "eligible"}, status=200)
    jurors = []
    for given, family in JURORS:
        person = make_person(given_name=given, family_name=family)
        sent = organiser.post(f"{event}/jurors", {"email": person.email})
        jurors.append(Program.of(client, person))
        jurors[-1].post(f"/me/invitations/{sent['id']}/accept", status=204)
    run = organiser.post(f"{event}/assignments", {"per_proposal": 3})
    assert run["outcome"]["pairs"] == 3
    criteria = organiser.get(challenge)["criteria"]
    for juror in jurors:
        score(juror, criteria)
    (row,) = organiser.get(f"{challenge}/ranking")["items"]
    assert (row["rank"], row["scorecards"]) == (1, 3)
    verdict = {"outcome": "selected", "reason": "Best on every count.", "feedback": "Well done."}
    organiser.post(f"{proposal}/decision", verdict)
    organiser.post(f"{challenge}/outcomes", status=200)
    assert recount(organiser.get(f"{challenge}/jury-export")).is_same


def score(juror, criteria):
    (assignment,) = juror.get("/assignments")["items"]
    scores = [{"key": one["key"], "value": 4, "comment": "It fits."} for one in criteria]
    card = {"version": 0, "scores": scores, "submit": True}
    done = juror.put(f"/assignments/{assignment['id']}/scorecard", card)
    assert done["submitted_at"]


def register(organiser, visitor, event):
    """Let somebody take a place, and return their ticket with its code."""
    kind = organiser.post(f"{event}/ticket-types", {"name": "Attendee", "size": 1})
    attendee = {
        "ticket_type": kind["id"],
        "given_name": "Νίκος",
        "family_name": "Παππάς",
        "email": "nikos@example.org",
    }
    order = visitor.post(f"{event}/orders", {"attendees": [attendee]})
    full = visitor.send("POST", f"{event}/orders", json={"attendees": [attendee]})
    assert (full.status_code, full.json["code"]) == (409, "sold_out")
    return organiser.get(f"/tickets/{order['tickets'][0]['id']}")


def print_badges(organiser, event):
    work = organiser.post(f"{event}/badges", {"layout": "a6"}, status=202)
    run_jobs()
    assert organiser.get(f"/work/{work['id']}")["state"] == "done"
    badges = organiser.download(f"/work/{work['id']}/file")
    with pikepdf.open(BytesIO(badges.data)) as pdf:
        assert len(pdf.pages) == 1


def scan_twice(client, organiser, event, ticket):
    gate = organiser.post(f"{event}/gates", {"name": "North"})
    invited = organiser.post(f"{event}/scanners", {"device_name": "Phone", "gate_id": gate["id"]})
    paired = client.post("/api/v1/devices/pair", json={"code": invited["code"]})
    door = Program(client, paired.json["secret"])
    assert door.get("/devices/me")["gate_name"] == "North"
    scans = [{"client_id": str(uuid4()), "code": ticket["code"]} for _ in range(2)]
    results = [door.post("/scans", {"scans": [one]}, status=200)["results"][0] for one in scans]
    assert [result["verdict"] for result in results] == ["green", "amber"]


def report(organiser, event):
    figures = organiser.get(f"{event}/figures")["figures"]
    assert len(figures) > 10
    snapshot = organiser.post(f"{event}/snapshots", {"reason": "For the funder"})
    path = f"{event}/snapshots/{snapshot['version']}"
    organiser.post(f"{path}/report", status=202)
    run_jobs()
    assert organiser.download(f"{path}/report.pdf").data[:5] == b"%PDF-"


def test_a_day_goes_through_the_api_from_the_empty_event_to_the_report(app, client):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name="Elbtal Cluster")
    organiser = Program.of(client, make_member(cluster))
    firm = make_organisation(kind=OrganisationKind.LARGE_COMPANY, name="Kugelwerk")
    owner = Program.of(client, make_member(firm))
    rokas = make_person(given_name="Rokas", family_name="Šimkūnas")

    event, starts = open_event(organiser, cluster)
    challenge = post_challenge(owner, organiser, event)
    newcomer = Program.of(client, rokas)
    newcomer.post("/organisations", {"name": "Šaltis AI", "kind": "sme", "country": "DE"})
    proposal = apply(newcomer, challenge)
    assert [one["title"] for one in organiser.get(f"{event}/proposals")["items"]] == [
        "Listening to the spindle"
    ]
    with time_machine.travel(clock.now() + timedelta(days=31)):
        late = newcomer.send("PATCH", proposal, json={"version": 2, "title": "Later"})
        assert (late.status_code, late.json["code"]) == (409, "deadline_passed")
        judge(client, organiser, event, challenge, proposal)
        told = newcomer.get(proposal)
        assert (told["state"], told["feedback"]) == ("selected", "Well done.")
        ticket = register(organiser, newcomer, event)
        print_badges(organiser, event)
    with time_machine.travel(starts):
        scan_twice(client, organiser, event, ticket)
    with time_machine.travel(starts + timedelta(days=1)):
        report(organiser, event)
