"""Reading a brief from text or bytes: as a value with findings, or as an exception."""

from challenges.brief.model import Brief
from challenges.brief.reading import read_tables
from challenges.brief.toml_text import parse_toml
from challenges.findings import Finding


class BriefError(ValueError):
    """A brief file that cannot be used; `findings` says why."""

    def __init__(self, findings: tuple[Finding, ...], name: str = "brief") -> None:
        """Keep the findings, and show them one per line."""
        self.findings = findings
        shown = (f"{name}:{found.line or 1}: {found.path} {found.message}" for found in findings)
        super().__init__("\n".join(shown))


def read_brief(text: str) -> tuple[Brief | None, tuple[Finding, ...]]:
    """Return the brief and no finding, or no brief and the findings in the order of their lines."""
    values, lines, stopped = parse_toml(text)
    if stopped:
        return None, stopped
    brief, findings = read_tables(values, lines)
    if findings:
        return None, tuple(sorted(findings, key=lambda found: (found.line or 0, found.path)))
    return brief, ()


def load_brief(text: str) -> Brief:
    """Return the brief in a text, or raise `BriefError` with its findings."""
    brief, findings = read_brief(text)
    if brief is None:
        raise BriefError(findings)
    return brief


def load_brief_bytes(content: bytes) -> Brief:
    """Return the brief in the bytes of a file, or raise `BriefError` with its findings."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        finding = Finding("", line, "not_utf8", "the file is not UTF-8 text")
        raise BriefError((finding,)) from error
    return load_brief(text)
