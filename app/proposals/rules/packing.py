"""What an export of proposals holds: a table, the same as JSON, and a folder for each proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.content import clean_filename
from app.core.ids import encode_id
from app.core.text import slugify

EXPORT_FORMAT = 1
COLUMNS = (
    *("number", "id", "title", "organisation", "kind", "country", "size", "state", "submitted_at"),
    *("version", "sha256", "trl", "summary", "partners", "partner_countries", "research_partner"),
    *("consortium", "video", "pitch", "about", "team", "references", "website", "protection"),
    *("protection_note", "rights_declared_at"),
)
APPLICANT = (
    *("pitch", "about", "team", "track_record", "website", "ip_status", "ip_note"),
    "rights_declared_at",
)
FOLDER_LENGTH = 50


@dataclass(frozen=True)
class Packed:
    """A proposal as an export holds it: its last version, and its state as the reader knows it."""

    number: int
    id: int
    state: str
    submitted_at: datetime
    version: int
    sha256: str
    content: Mapping[str, Any]

    @property
    def folder(self) -> str:
        """The name of its folder."""
        name = slugify(self.content["organisation"]["name"], FOLDER_LENGTH)
        return f"{self.number:03d}-{name or encode_id(self.id)}"


def questions_in(packed: Sequence[Packed]) -> dict[str, str]:
    """Return every question that any of the versions answered, by key, in the words of the last."""
    return {one["key"]: one["label"] for each in packed for one in each.content["questions"]}


def rows_of(packed: Sequence[Packed]) -> list[list[object]]:
    """Return the rows of the table: the columns, then an answer for each question, then files."""
    keys = list(questions_in(packed))
    return [[*_row(one), *(_answer(one, key) for key in keys), _files(one)] for one in packed]


def _row(one: Packed) -> list[object]:
    said, by = one.content, one.content["organisation"]
    whose = [by["name"], by["kind"], by["country"], by["size_class"] or ""]
    when = one.submitted_at.isoformat(timespec="seconds")
    frozen = [one.version, one.sha256, said["trl"], said["summary"], said["partners"]]
    countries = " ".join(said["partner_countries"])
    research = "yes" if said["has_research_partner"] else "no"
    named = [one.number, encode_id(one.id), said["title"]]
    together = "\n".join(
        f"{ally['name']} ({ally['country']})" for ally in said.get("consortium", ())
    )
    video, about = said.get("video", ""), said.get("applicant") or {}
    itself = [about.get(name) or "" for name in APPLICANT]
    return [*named, *whose, one.state, when, *frozen, countries, research, together, video, *itself]


def _answer(one: Packed, key: str) -> str:
    return str(one.content["answers"].get(key, ""))


def _files(one: Packed) -> str:
    return "\n".join(file["name"] for file in one.content["files"])


def as_json(challenge: Mapping[str, Any], packed: Sequence[Packed]) -> dict[str, Any]:
    """Return the export for programs; each content has the SHA-256 that stands on its receipt."""
    return {
        "format": EXPORT_FORMAT,
        "challenge": dict(challenge),
        "proposals": [
            {
                "number": one.number,
                "id": encode_id(one.id),
                "folder": one.folder,
                "state": one.state,
                "submitted_at": one.submitted_at.isoformat(),
                "version": one.version,
                "sha256": one.sha256,
                "content": one.content,
            }
            for one in packed
        ],
    }


def member_name(one: Packed, filename: str, content_type: str, number: int) -> str:
    """Return where a file of a proposal lies in the archive, whatever it was called."""
    return f"{one.folder}/{number}-{clean_filename(filename, content_type)}"
