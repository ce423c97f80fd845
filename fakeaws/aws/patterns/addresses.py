"""CIDR blocks."""

from __future__ import annotations

import ipaddress
import re

_V4 = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+")
_V6 = re.compile(r"[0-9a-fA-F:]*:[0-9a-fA-F:]*")
_INTEGER = re.compile(r"[+-]?0*[0-9]{1,9}")


class BadBlock(ValueError):
    """No CIDR block; the text is AWS's."""


class Block:
    """The addresses of a CIDR block, such as ``10.0.0.0/24``; bits after the mask do not matter."""

    __slots__ = ("_bottom", "_top", "_version")

    def __init__(self, text: str) -> None:
        parts = text.split("/")
        while parts and not parts[-1]:
            parts.pop()
        if len(parts) != 2:
            raise BadBlock("Malformed CIDR, one '/' required")
        if not _INTEGER.fullmatch(parts[1]):
            raise BadBlock("Malformed CIDR, mask bits must be an integer")
        mask = int(parts[1])
        if mask < 0:
            raise BadBlock("Malformed CIDR, mask bits must not be negative")
        if not _looks_like_one(parts[0]):
            raise BadBlock(f"Nonstandard IP address: {parts[0]}")
        address = _address(parts[0])
        if address is None:
            raise BadBlock(f"Invalid IP address: {parts[0]}")
        if mask > address.max_prefixlen:
            raise BadBlock(f"IPv{address.version} mask bits must be < {address.max_prefixlen + 1}")
        others = (1 << (address.max_prefixlen - mask)) - 1
        self._version = address.version
        self._bottom = int(address) & ~others
        self._top = int(address) | others

    def contains(self, text: str) -> bool:
        """Whether the text is an address of this block."""
        address = _address(text) if _looks_like_one(text) else None
        return address is not None and address.version == self._version and self._bottom <= int(address) <= self._top


def _looks_like_one(text: str) -> bool:
    return bool(_V4.fullmatch(text) or _V6.fullmatch(text))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
