"""A certificate made on the spot, for a laptop in a network where no authority is reached.

Phones trust a small authority of the hub's own instead of clicking a warning away: behind a warning
a page gets no service worker, so it would not open again without the laptop. The authority can
speak for addresses of private networks alone (RFC 5280, 4.2.1.10), so nobody who steals its key can
pose as any other site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LASTS = timedelta(days=60)
EARLIER = timedelta(days=1)  # phones whose clock is behind
NAME = "Innoday hub"
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
PRIVATE_6 = ("fc00::/7", "fe80::/10", "::1/128")
LOCAL = ("local", "lan", "localhost")


@dataclass(frozen=True)
class Authority:
    """What a hub's certificates are signed with."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey

    @property
    def fingerprint(self) -> str:
        """The first bytes of its SHA-256, to compare by eye."""
        pairs = self.certificate.fingerprint(SHA256()).hex(":", 2).split(":")
        return " ".join(pairs[:8]).upper()

    def pem(self) -> tuple[bytes, bytes]:
        """Return certificate and key as files."""
        return self.certificate.public_bytes(Encoding.PEM), _key_pem(self.key)


def make_authority(now: datetime) -> Authority:
    """Return a fresh authority for private networks."""
    key = generate_private_key(SECP256R1())
    permitted: list[x509.GeneralName] = [
        *(x509.IPAddress(IPv4Network(one)) for one in PRIVATE),
        *(x509.IPAddress(IPv6Network(one)) for one in PRIVATE_6),
        *(x509.DNSName(one) for one in LOCAL),
    ]
    name = _name(NAME)
    made = (
        _begun(name, name, key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Authority(made.sign(key, SHA256()), key)


def load_authority(certificate: bytes, key: bytes) -> Authority:
    """Return an authority from its files; ValueError or TypeError where they are none."""
    loaded = load_pem_private_key(key, None)
    if not isinstance(loaded, EllipticCurvePrivateKey):
        raise TypeError("no key of a hub")
    return Authority(x509.load_pem_x509_certificate(certificate), loaded)


def issue(authority: Authority, addresses: Sequence[str], now: datetime) -> tuple[bytes, bytes]:
    """Return certificate and key of a server that phones reach at these addresses and names."""
    key = generate_private_key(SECP256R1())
    names: list[x509.GeneralName] = [_general(one) for one in addresses]
    parent = x509.SubjectKeyIdentifier.from_public_key(authority.key.public_key())
    made = (
        _begun(_name(addresses[0]), authority.certificate.subject, key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(parent), critical=False
        )
    )
    signed = made.sign(authority.key, SHA256())
    return signed.public_bytes(Encoding.PEM), _key_pem(key)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + LASTS)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general(address: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(address))
    except ValueError:
        return x509.DNSName(address)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _key_pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
