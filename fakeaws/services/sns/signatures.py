"""Signatures of notifications and confirmations, and the certificate that they name.

A real signature takes half a millisecond, ten times as long as the rest of a delivery to a queue: it is made for web
endpoints, and for all receivers with ``config={"sns": {"signatures": True}}``, if the extra ``fakeaws[signatures]`` is
installed. Everything else gets a placeholder: base64 of the right length that depends on what is signed and nothing else,
so that two runs give the same one. No verifier accepts it.

The key is public test material, see ``test_key/README.md``.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b, md5
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fakeaws.aws.arns import dns_suffix

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    from fakeaws.world import World

#: What is signed, in this order; absent parts are left out.
NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")

#: Their receivers verify signatures, and get real ones in any case.
SIGNED_PROTOCOLS = frozenset(("http", "https"))


def string_to_sign(document: Mapping[str, str | None], names: Sequence[str]) -> str:
    """Name, line feed, value, line feed, for each name that the document has."""
    return "".join(f"{name}\n{value}\n" for name in names if (value := document.get(name)) is not None)


def are_real(world: World, protocol: str | None = None) -> bool:
    """Whether receivers (of that protocol) get real signatures, where the extra is installed."""
    return protocol in SIGNED_PROTOCOLS or bool(world.config.get("sns", {}).get("signatures", False))


def sign(text: str, version: str, region: str, *, real: bool = False) -> str:
    """The base64 signature of a string to sign; ``version`` is "1" (SHA1) or "2" (SHA256).

    ``real``: an RSA signature (PKCS #1 v1.5), if the extra is installed; see `are_real`.
    """
    signed = text.encode("utf-8", "surrogatepass")
    key = _private_key() if real else None
    if key is not None:
        return base64.b64encode(_signature(key, signed, version)).decode()
    seed = blake2b(f"{region}/{version}/".encode() + signed).digest()
    return base64.b64encode(seed * 4).decode()


def _signature(key: RSAPrivateKey, signed: bytes, version: str) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    return key.sign(signed, PKCS1v15(), hashes.SHA256() if version == "2" else hashes.SHA1())


@cache
def _private_key() -> RSAPrivateKey | None:
    """The test key; ``None`` without the extra."""
    try:
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ModuleNotFoundError:
        return None
    # The key is ours: checking it would take 40 ms.
    key = load_pem_private_key(_material("private_key"), None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, RSAPrivateKey)
    return key


def _material(name: str) -> bytes:
    return Path(__file__).with_name("test_key").joinpath(f"{name}.pem").read_bytes()


@cache
def certificate_url(region: str) -> str:
    """Where the region's certificate is; inside a world `certificate_at` answers for it."""
    name = md5(f"fakeaws/{region}".encode(), usedforsecurity=False).hexdigest()
    return f"https://sns.{region}.{dns_suffix(region)}/SimpleNotificationService-{name}.pem"


def certificate_at(region: str, path: str) -> bytes | None:
    """The certificate, as PEM, if ``path`` is that of the region's `certificate_url`."""
    return _material("certificate") if urlsplit(certificate_url(region)).path == path else None
