"""What one challenge owner thinks of the proposals to its challenge, for its own people."""

from app.comparison.models import ProposalMark, ProposalNote
from app.demo.rules import script
from app.demo.services.challenges import CLOSES
from app.demo.services.stage import Book, Stage, write

NOTED = "17:20"


def write_comparison(stage: Stage, book: Book) -> None:
    """Write the marks and notes of one owner."""
    rows = script.comparison()
    call = next(one for one in book.calls if one.row.key == rows["challenge"])
    person = stage.people[rows["by"]]
    proposals = {one.proposal.organisation_id: one.proposal for one in call.bids}
    whose = {"organisation_id": call.challenge.owner_organisation_id}
    for row in rows["opinion"]:
        proposal = proposals[stage.organisations[row["organisation"]].id]
        at = book.day.at(NOTED, CLOSES + row["days"])
        about = {"proposal_id": proposal.id, **whose}
        by = {"marked_by_id": person.id, "marked_at": at}
        write([ProposalMark(id=stage.ids.new(), mark=row["mark"], **about, **by)])
        if row.get("note"):
            by = {"author_id": person.id, "written_at": at}
            write([ProposalNote(id=stage.ids.new(), text=row["note"], **about, **by)])
