"""What happens to the documents of a challenge, and who opened them."""

from dataclasses import dataclass

from app.core.facts import Code, Fact, Words


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(Fact):
    """An owner put a document to a challenge."""

    challenge_id: int
    document_id: int
    tier: Code


@dataclass(frozen=True, kw_only=True)
class DocumentTierChanged(Fact):
    """An owner opened a document to more, or to fewer."""

    challenge_id: int
    document_id: int
    from_tier: Code
    to_tier: Code


@dataclass(frozen=True, kw_only=True)
class DocumentRemoved(Fact):
    """An owner took a document away."""

    challenge_id: int
    document_id: int


@dataclass(frozen=True, kw_only=True)
class AgreementWritten(Fact):
    """An owner wrote the next version of the agreement; earlier acceptances do not count for it."""

    challenge_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class AccessAsked(Fact):
    """Somebody asked for their organisation to see the documents under the agreement."""

    challenge_id: int
    access_id: int
    organisation_id: int


@dataclass(frozen=True, kw_only=True)
class AccessAnswered(Fact):
    """The owner or the lead let an organisation in, refused it or took the access back."""

    challenge_id: int
    access_id: int
    organisation_id: int
    state: Code
    reason: Words


@dataclass(frozen=True, kw_only=True)
class AgreementAccepted(Fact):
    """Somebody accepted a version of the agreement for their organisation."""

    challenge_id: int
    access_id: int
    organisation_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class DocumentOpened(Fact):
    """Somebody opened a confidential document."""

    challenge_id: int
    document_id: int
    organisation_id: int | None
    tier: Code
