"""Addresses of networks, as coarse as they may be kept."""

import ipaddress

UNKNOWN = "unknown"
_LENGTHS = {4: 24, 6: 64}


def coarse_network(address: str) -> str:
    """Return the network that an address is in, /24 or /64, which tells of no single household."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return UNKNOWN
    mapped = found.ipv4_mapped if found.version == 6 else None  # noqa: PLR2004 - of the protocol
    known = mapped or found
    return str(ipaddress.ip_network(f"{known}/{_LENGTHS[known.version]}", strict=False))
