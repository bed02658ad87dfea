"""A company that was entered twice, so that the operator has something to decide."""

from datetime import datetime

from app.core.text import search_key
from app.demo.services.stage import Stage, write
from app.directory.services.finding import note_duplicates
from app.identity.models import Organisation

TWICE = "Balkan Kabel AD"
SECOND_NAME, SECOND_LATIN = "Балкан Кабел ЕАД", "Balkan Kabel EAD"


def write_duplicate(stage: Stage, at: datetime) -> None:
    """Enter a company of the demo once more, under its name in its own letters."""
    first = stage.organisations[TWICE]
    second = Organisation(
        id=stage.ids.new(),
        name=SECOND_NAME,
        latin_name=SECOND_LATIN,
        search_key=search_key(SECOND_NAME, SECOND_LATIN),
        kind=first.kind,
        country=first.country,
        city=first.city,
        created_at=at,
    )
    write([second])
    note_duplicates(second.id)
