"""Access key ids. AWS's newer ones hold the account that they belong to, and so do ours.

Four letters (``AKIA`` a user's own key, ``ASIA`` a session's) and 80 bits in base 32: a one, the account in 40 bits, 39
bits that tell the account's keys apart. Keys made before about 2019 begin with a zero bit and hold no account.
"""

from __future__ import annotations

import base64
import re

_WELL_FORMED = re.compile("[A-Z]{4}[A-Z2-7]{16}")


def access_key_id(prefix: str, account: str, number: int) -> str:
    """The key of an account: ``prefix`` is ``AKIA`` or ``ASIA``, ``number`` at least 39 random bits."""
    bits = 1 << 79 | int(account) << 39 | number & (1 << 39) - 1
    return prefix + base64.b32encode(bits.to_bytes(10, "big")).decode()


def is_access_key_id(text: str) -> bool:
    """Whether the text is an access key id by its form."""
    return _WELL_FORMED.fullmatch(text) is not None


def account_of(key: str) -> str | None:
    """The account in a well-formed key; ``None`` for one of the old form, which holds none."""
    bits = int.from_bytes(base64.b32decode(key[4:]), "big")
    account = bits >> 39 & (1 << 40) - 1
    return f"{account:012}" if bits >> 79 and account < 10**12 else None
