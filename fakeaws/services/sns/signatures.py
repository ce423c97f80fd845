"""Signatures of notifications and confirmations, and the certificate that they name.

Without a real key: base64 of the right length that depends on what is signed and nothing else, so that two runs give
the same one. No verifier accepts it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b, md5

from fakeaws.aws.arns import dns_suffix

#: What is signed, in this order; absent parts are left out.
NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


def string_to_sign(document: Mapping[str, str | None], names: Sequence[str]) -> str:
    """Name, line feed, value, line feed, for each name that the document has."""
    return "".join(f"{name}\n{value}\n" for name in names if (value := document.get(name)) is not None)


def sign(text: str, version: str, region: str) -> str:
    """The base64 signature of a string to sign; ``version`` is "1" (SHA1) or "2" (SHA256)."""
    seed = blake2b(f"{region}/{version}/{text}".encode("utf-8", "surrogatepass")).digest()
    return base64.b64encode(seed * 4).decode()


@cache
def certificate_url(region: str) -> str:
    """Where the region's certificate would be."""
    name = md5(f"fakeaws/{region}".encode(), usedforsecurity=False).hexdigest()
    return f"https://sns.{region}.{dns_suffix(region)}/SimpleNotificationService-{name}.pem"
