"""Bank statements in CAMT.053 (ISO 20022), in any of its versions: what was booked as income."""

from datetime import date
from typing import Any

from app.billing.rules.entries import Entry, Told
from app.core.errors import Invalid
from app.core.office_files import read_plain_xml

MOST_ENTRIES = 5_000
DEEPEST = 40
LONGEST = 12  # digits of an amount before its cents


class _Node:
    """An element with its texts and what is within it."""

    def __init__(self, name: str, values: dict[str, str]) -> None:
        self.name, self.values = name, values
        self.text = ""
        self.within: list[_Node] = []

    def all(self, path: str) -> list["_Node"]:
        """Return the elements at a path of names."""
        found = [self]
        for name in path.split("/"):
            found = [one for node in found for one in node.within if one.name == name]
        return found

    def first(self, *paths: str) -> str:
        """Return the text at the first path that has one."""
        for path in paths:
            for node in self.all(path):
                if node.text.strip():
                    return node.text.strip()
        return ""


def read_camt(data: bytes) -> Told:
    """Return what came in by a statement; Invalid where it is none."""
    try:
        document = _tree(data)
        statements = document.all("BkToCstmrStmt/Stmt")
        if not statements:
            raise Invalid("statement_unreadable", field="file")
        ibans = {one.first("Acct/Id/IBAN") for one in statements}
        entries = [entry for one in statements for entry in _entries(one)]
    except (ValueError, KeyError) as error:
        raise Invalid("statement_unreadable", field="file") from error
    if len(entries) > MOST_ENTRIES or len(ibans) != 1:
        raise Invalid("statement_unreadable", field="file")
    return Told(ibans.pop(), tuple(entries))


def _tree(data: bytes) -> _Node:
    root = _Node("", {})
    stack = [root]

    def begin(name: str, values: dict[str, str]) -> None:
        if len(stack) > DEEPEST:
            raise ValueError("too deep")
        node = _Node(name, values)
        stack[-1].within.append(node)
        stack.append(node)

    def end(_name: str) -> None:
        stack.pop()

    def text(said: str) -> Any:
        stack[-1].text += said

    read_plain_xml(data, begin, end, text)
    return root.within[0]


def _entries(statement: _Node) -> list[Entry]:
    """Return the booked income of a statement; a batch as its parts where it names their sums."""
    found: list[Entry] = []
    for entry in statement.all("Ntry"):
        status = entry.first("Sts/Cd", "Sts") or "BOOK"
        if entry.first("CdtDbtInd") != "CRDT" or status != "BOOK":
            continue
        parts = entry.all("NtryDtls/TxDtls")
        if len(parts) > 1 and all(one.all("Amt") or one.all("AmtDtls/TxAmt/Amt") for one in parts):
            found += [_entry(entry, one, place) for place, one in enumerate(parts, start=1)]
        else:
            found.append(_entry(entry, parts[0] if len(parts) == 1 else entry, 0))
    return found


def _entry(entry: _Node, part: _Node, place: int) -> Entry:
    money = (part.all("Amt") or part.all("AmtDtls/TxAmt/Amt") or entry.all("Amt"))[0]
    if place == 0:
        money = entry.all("Amt")[0]
    day = entry.first("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    bank = entry.first("AcctSvcrRef")
    told = [node.text.strip() for node in part.all("RmtInf/Ustrd")]
    told += [node.text.strip() for node in part.all("RmtInf/Strd/CdtrRefInf/Ref")]
    told.append(part.first("Refs/EndToEndId").replace("NOTPROVIDED", ""))
    return Entry(
        received_on=date.fromisoformat(day[:10]),
        amount=_minor(money.text.strip()),
        currency=money.values["Ccy"][:3],
        payer=part.first("RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm")[:200],
        remittance=" ".join(one for one in told if one)[:1000],
        bank_reference=f"{bank}/{place}" if bank else "",
    )


def _minor(text: str) -> int:
    whole, _, cents = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= LONGEST):
        raise ValueError(text)
    if cents and not (cents.isascii() and cents.isdigit()):
        raise ValueError(text)
    return int(whole) * 100 + int((cents[:2] or "0").ljust(2, "0"))
