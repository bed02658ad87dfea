"""The keys that sign passes for Apple's and Google's wallets.

Each is a file that the settings name; without it there is no signer, and no page offers the pass.
"""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7
from cryptography.x509.oid import NameOID
from flask import current_app
from PIL import Image, ImageDraw

SAVE = "https://pay.google.com/gp/v/save/"
ICONS = {"icon.png": 29, "icon@2x.png": 58, "icon@3x.png": 87}


@dataclass(frozen=True)
class AppleSigner:
    """A certificate for passes, Apple's own one above it, and the key."""

    key: RSAPrivateKey
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]

    @property
    def names(self) -> dict[str, str]:
        """The type of pass and the team that the certificate was given to."""
        return {
            "pass_type": self._name(NameOID.USER_ID),
            "team": self._name(NameOID.ORGANIZATIONAL_UNIT_NAME),
        }

    def _name(self, oid: x509.ObjectIdentifier) -> str:
        return str(self.certificate.subject.get_attributes_for_oid(oid)[0].value)

    def pack(self, content: Mapping[str, Any]) -> bytes:
        """Return a signed pass: its files, what each of them hashes to, and who says so."""
        files = {"pass.json": _json(content)} | _icons()
        # Apple's format names SHA-1; what protects the list of them is the signature.
        manifest = _json({name: _sha1(data) for name, data in files.items()})
        files |= {"manifest.json": manifest, "signature": self._sign(manifest)}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return packed.getvalue()

    def _sign(self, manifest: bytes) -> bytes:
        builder = pkcs7.PKCS7SignatureBuilder().set_data(manifest)
        builder = builder.add_signer(self.certificate, self.key, hashes.SHA256())
        for one in self.above:
            builder = builder.add_certificate(one)
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        return builder.sign(Encoding.DER, options)


@dataclass(frozen=True)
class GoogleSigner:
    """A service account at Google and the number of the issuer that it acts for."""

    key: RSAPrivateKey
    email: str
    issuer: str

    def save_link(self, payload: Mapping[str, Any], origin: str, at: int) -> str:
        """Return the address at which somebody saves a pass; it is signed by RS256."""
        claims = {
            "iss": self.email,
            "aud": "google",
            "typ": "savetowallet",
            "iat": at,
            "origins": [origin],
            "payload": payload,
        }
        signed = ".".join(_base64(_json(part)) for part in ({"alg": "RS256", "typ": "JWT"}, claims))
        signature = self.key.sign(signed.encode(), PKCS1v15(), hashes.SHA256())
        return f"{SAVE}{signed}.{_base64(signature)}"


def has_apple() -> bool:
    """Whether passes for Apple's wallet can be had."""
    return bool(current_app.config["APPLE_PASS"])


def has_google() -> bool:
    """Whether passes for Google's wallet can be had."""
    return bool(current_app.config["GOOGLE_WALLET"] and current_app.config["GOOGLE_WALLET_ISSUER"])


def apple() -> AppleSigner | None:
    """Return who signs passes for Apple's wallet, if the settings name a file."""
    return _read_apple(str(current_app.config["APPLE_PASS"])) if has_apple() else None


def google() -> GoogleSigner | None:
    """Return who signs passes for Google's wallet, if the settings name a file and an issuer."""
    config = current_app.config
    if not has_google():
        return None
    return _read_google(str(config["GOOGLE_WALLET"]), str(config["GOOGLE_WALLET_ISSUER"]))


@lru_cache(maxsize=4)
def _read_apple(path: str) -> AppleSigner:
    text = Path(path).read_bytes()
    own, *above = x509.load_pem_x509_certificates(text)
    return AppleSigner(_rsa(text), own, tuple(above))


@lru_cache(maxsize=4)
def _read_google(path: str, issuer: str) -> GoogleSigner:
    account = json.loads(Path(path).read_text())
    return GoogleSigner(_rsa(account["private_key"].encode()), str(account["client_email"]), issuer)


def _rsa(text: bytes) -> RSAPrivateKey:
    key = load_pem_private_key(text, password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("The key that signs wallet passes has to be an RSA key.")
    return key


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _sha1(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@lru_cache(maxsize=1)
def _icons() -> dict[str, bytes]:
    """Draw the icon that Apple asks for: the three marks of a QR code."""
    drawn = {}
    for name, size in ICONS.items():
        picture, unit = Image.new("RGB", (size, size), "white"), size / 9
        draw = ImageDraw.Draw(picture)
        for x, y in ((1, 1), (5, 1), (1, 5)):
            box = (x * unit, y * unit, (x + 3) * unit, (y + 3) * unit)
            draw.rectangle(box, outline="black", width=max(2, round(unit)))
        data = io.BytesIO()
        picture.save(data, "PNG")
        drawn[name] = data.getvalue()
    return drawn
