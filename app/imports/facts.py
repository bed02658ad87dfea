"""What happens to a list that is imported."""

from dataclasses import dataclass

from app.core.facts import Code, Fact


@dataclass(frozen=True, kw_only=True)
class ImportUploaded(Fact):
    """An organiser uploaded a list of proposals to a challenge."""

    challenge_id: int
    import_id: int
    sha256: Code


@dataclass(frozen=True, kw_only=True)
class ImportStarted(Fact):
    """An organiser had proposals made from a list."""

    challenge_id: int
    import_id: int
    work_id: int
    made_as: Code


@dataclass(frozen=True, kw_only=True)
class ProposalImported(Fact):
    """A proposal was made from a line of a list that an organiser uploaded."""

    proposal_id: int
    challenge_id: int
    organisation_id: int
    import_id: int
    line: int
    made_as: Code


@dataclass(frozen=True, kw_only=True)
class ImportClaimed(Fact):
    """Somebody took over the organisation for which proposals were imported."""

    organisation_id: int
