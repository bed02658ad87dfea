"""Registration in the demo: what costs something, who waits, codes, links, lists and holders."""

from app.demo.services.registration.codes import write_codes
from app.demo.services.registration.holders import write_holders
from app.demo.services.registration.lists import write_lists
from app.demo.services.registration.selling import write_sales, write_sponsors
from app.demo.services.registration.waiting import write_waiting
from app.demo.services.stage import Book, Stage

__all__ = ["write_registration"]


def write_registration(stage: Stage, finished: Book, coming: Book) -> None:
    """Write what people paid and pay for, the waiting list, the codes and the lists."""
    write_sponsors(stage, finished)
    vouchers = write_codes(stage, coming)
    write_sales(stage, coming, vouchers)
    write_waiting(stage, coming)
    write_lists(stage, coming, vouchers)
    write_holders(stage, finished, coming)
