"""How a registration came: the names that links of a campaign may carry."""

import re

LONGEST = 40
# What the house itself calls its ways in; a link cannot claim one of them.
OWN_CHANNELS = ("web", "api", "import", "walk_in")
USUAL = "web"
_NAME = re.compile(rf"[a-z0-9-]{{1,{LONGEST}}}")


def is_channel(text: str) -> bool:
    """Whether a link may carry a name."""
    return _NAME.fullmatch(text) is not None and text not in OWN_CHANNELS


def channel_of(text: str | None) -> str:
    """Return the channel that an address names; what is no name counts as none."""
    return text if text and is_channel(text) else USUAL
