"""The ready-made briefs that ship with the product."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from challenges.brief.loading import BriefError, load_brief_bytes
from challenges.brief.model import Brief
from challenges.findings import Finding


@cache
def library() -> tuple[Brief, ...]:
    """Return every ready-made brief, sorted by id."""
    return read_shelf(files("challenges") / "library")


def read_shelf(folder: Traversable) -> tuple[Brief, ...]:
    """Return every `<theme>/<slug>.toml` below a folder, sorted by id; a bad one raises."""
    themes = [entry for entry in folder.iterdir() if entry.is_dir()]
    entries = [(theme.name, entry) for theme in themes for entry in theme.iterdir()]
    briefs = [_load(theme, entry) for theme, entry in entries if entry.name.endswith(".toml")]
    return tuple(sorted(briefs, key=lambda brief: brief.id))


def _load(theme: str, entry: Traversable) -> Brief:
    expected = f"{theme}/{entry.name.removesuffix('.toml')}"
    try:
        brief = load_brief_bytes(entry.read_bytes())
    except BriefError as error:
        raise BriefError(error.findings, name=expected) from error
    if brief.id != expected:
        message = f"must be {expected!r}, as the file is named"
        raise BriefError((Finding("id", None, "id_path", message),), name=expected)
    return brief
