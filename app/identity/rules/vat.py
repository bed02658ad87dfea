"""VAT numbers: one spelling for each, checked by the rules of the organisation's country."""

import re
from typing import Any

from stdnum.eu import vat as european
from stdnum.exceptions import ValidationError
from stdnum.util import get_cc_module

_PREFIXES = {"GR": "EL"}  # what a number begins with, where it is not the country's ISO code
_PLAIN = re.compile(r"[A-Z0-9]{4,18}")


def normal_vat(number: str, country: str) -> str | None:
    """Return a VAT number with its country's prefix and nothing between; None if it is not one.

    The prefix may be left out. Of countries without a known rule the length alone is checked.
    """
    prefix = _PREFIXES.get(country, country)
    bare = re.sub(r"[\s./-]", "", number).upper()
    digits = bare.removeprefix(prefix).removeprefix(country)
    if country.lower() in european.MEMBER_STATES:
        return _checked(european, prefix + digits)
    module = get_cc_module(country.lower(), "vat")
    if module is None:
        return prefix + digits if _PLAIN.fullmatch(digits) else None
    found = _checked(module, bare) or _checked(module, digits)
    return None if found is None else prefix + found.removeprefix(prefix)


def _checked(module: Any, number: str) -> str | None:
    try:
        return str(module.validate(number))
    except ValidationError:
        return None
