"""What happens to an applicant file."""

from dataclasses import dataclass

from app.core.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RightsDeclared(Fact):
    """A member declared that the organisation may offer what it proposes."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class RightsTakenBack(Fact):
    """A member took the declaration of rights back."""

    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Fact):
    """A member put a file to those that go with every proposal."""

    organisation_id: int
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(Fact):
    """A member took a file out of those that go with every proposal."""

    organisation_id: int
    attachment_id: int
