"""Applicant files for tests."""

from typing import Any

from app.applicants.models import ApplicantAttachment, ApplicantFile
from app.core.db import db
from app.core.files import store_bytes
from app.identity.models import Organisation, Person
from tests.factories import saved


def make_applicant_file(organisation: Organisation, **values: Any) -> ApplicantFile:
    """Make an applicant file that says who and what, but declares no rights."""
    defaults = {
        "pitch": "We keep cold stores cold",
        "about": "Twelve people since 2014.",
        "team": "Two physicists and a baker.",
        "track_record": "Nine cold stores in three countries.",
        "ip_status": "granted",
    }
    return saved(lambda: ApplicantFile(organisation_id=organisation.id, **(defaults | values)))


def attach(organisation: Organisation, person: Person, name: str = "deck.pdf") -> int:
    """Put a file to those that go with every proposal; returns the number of the stored file."""
    return make_attachment(organisation, person, name).file_id


def make_attachment(
    organisation: Organisation, person: Person, name: str = "deck.pdf"
) -> ApplicantAttachment:
    """Put a file to those that go with every proposal."""

    def make() -> ApplicantAttachment:
        stored = store_bytes(b"%PDF-1.7 " + name.encode(), name, "application/pdf")
        db.session.flush()
        return ApplicantAttachment(
            organisation_id=organisation.id, file_id=stored.id, added_by_id=person.id
        )

    return saved(make)
