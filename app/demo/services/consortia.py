"""Who proposes together with whom: partners by name who agreed."""

from datetime import datetime, timedelta

from app.core.text import search_key
from app.demo.rules import script
from app.demo.services.stage import Bid, Stage, write
from app.proposals.models import ProposalPartner
from app.proposals.rules.consortium import countries_of, has_research

ASKED = timedelta(minutes=30)  # after the proposal was begun
AGREED = timedelta(minutes=50)


def write_partners(stage: Stage, bid: Bid) -> None:
    """Write the partners of a proposal who agreed; countries and research count from them."""
    begun = bid.proposal.created_at
    rows = [
        _partner(stage, bid, row, begun)
        for row in script.consortia()
        if (row["challenge"], row["organisation"]) == (bid.row.challenge, bid.row.organisation)
    ]
    if rows:
        write(rows)
        bid.proposal.consortium = rows
        bid.proposal.partner_countries = countries_of(rows)
        bid.proposal.has_research_partner = has_research(rows)


def _partner(stage: Stage, bid: Bid, row: dict[str, str], begun: datetime) -> ProposalPartner:
    home = stage.organisations[row["name"]]
    contact = stage.contacts.get(row["name"])
    return ProposalPartner(
        id=stage.ids.new(),
        proposal_id=bid.proposal.id,
        organisation_id=home.id,
        name=home.name,
        name_key=search_key(home.name),
        country=home.country,
        kind=home.kind,
        part=row["part"],
        created_at=begun + ASKED,
        confirmed_at=begun + AGREED,
        confirmed_by_id=contact.id if contact else None,
    )
