"""What the QR code of a SEPA credit transfer holds (EPC069-12, version 002)."""

LONGEST_NAME = 70
MOST = 999_999_999_99


def epc_text(*, name: str, iban: str, bic: str | None, amount: int, reference: str) -> str:
    """Return the text of the code: to whom, how much in cents of euro, under which reference."""
    if not 0 < amount <= MOST:
        raise ValueError("no amount for a transfer: " + str(amount))
    lines = (
        "BCD",
        "002",
        "1",  # letters as UTF-8
        "SCT",
        bic or "",
        name[:LONGEST_NAME],
        iban,
        f"EUR{amount // 100}.{amount % 100:02d}",
        "",  # purpose
        reference,
    )
    return "\n".join(lines)
