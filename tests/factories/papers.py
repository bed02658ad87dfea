"""Papers that the worker has made."""

from app.core import papers
from app.core.uow import unit_of_work


def make_printed(kind: str, thing_id: int, **given: object) -> int:
    """Print the first edition of a record and return its number."""
    with unit_of_work():
        paper_id = papers.ask_paper(kind, thing_id, dict(given), language="en").id
    papers.make_paper(paper_id)
    return paper_id
