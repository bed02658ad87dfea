"""Lists of proposals for tests."""

from app.challenges.models import Challenge
from app.core import clock
from app.core.db import db
from app.core.files import StoredFile, store_bytes
from app.identity.models import Person
from app.imports.models import ProposalImport
from tests.factories import saved


def make_import(challenge: Challenge, lead: Person, word: str = "Frost") -> ProposalImport:
    """Make an uploaded list whose columns are chosen: one good line and one that lacks things."""
    good = f"{word},{word.lower()}@example.org,{word}"
    text = f"Organisation,E-mail,Title\n{good}\n,a,{word}\n"
    columns = {"organisation": 0, "email": 1, "title": 2}

    def make() -> ProposalImport:
        kept: StoredFile = store_bytes(text.encode(), "list.csv", "text/csv")
        db.session.flush()
        return ProposalImport(
            challenge_id=challenge.id,
            uploaded_by_id=lead.id,
            file_id=kept.id,
            sha256=kept.sha256,
            columns=columns,
            chosen_at=clock.now(),
            zone="Europe/Berlin",
        )

    return saved(make)
