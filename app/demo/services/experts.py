"""The pool of experts: the demo's jurors, and what they say of themselves."""

from datetime import timedelta

from app.demo.rules import script
from app.demo.services.stage import Stage, write
from app.experts.models import ExpertEmployer, ExpertLabel, ExpertPlace, ExpertProfile
from app.experts.rules import CONSENT, Audience, ExpertWords, labels_of
from app.experts.services import note_new_name

JOINED = timedelta(days=310)  # before today


def write_experts(stage: Stage) -> None:
    """Write who is in the pool of the lead's cluster."""
    at = stage.now - JOINED
    homes = {row.family: row.organisation for row in script.people()}
    cluster = stage.organisations[homes[stage.lead().family_name]]
    people = {person.family_name: person for person in stage.people.values()}
    for row in script.experts():
        person, home = people[row["family"]], stage.organisations[homes[row["family"]]]
        words = ExpertWords(
            topics=tuple(row["topics"]),
            keywords=tuple(row["keywords"]),
            languages=tuple(row["languages"]),
        )
        labels = [
            ExpertLabel(kind=kind, code=code, text=text, place=place)
            for place, ((kind, code), text) in enumerate(labels_of(words).items())
        ]
        employers = [
            ExpertEmployer(name=name, from_year=first, until_year=last, place=place)
            for place, (name, first, last) in enumerate(row.get("employers", ()))
        ]
        profile = ExpertProfile(
            id=stage.ids.new(),
            person_id=person.id,
            organisation_name=home.name,
            country=home.country,
            helix=row["helix"],
            strengths=row["strengths"],
            shared_with=row.get("shared_with", Audience.OWN),
            consent_text=CONSENT,
            consented_at=at,
            saved_at=at,
            labels=labels,
            employers=employers,
            places=[ExpertPlace(cluster_id=cluster.id, joined_at=at)],
        )
        write([profile])
        note_new_name(person.id)
