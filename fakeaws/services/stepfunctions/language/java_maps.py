"""The order in which a Java ``HashMap`` gives its keys, which the texts of payloads and CSV rows have."""

from __future__ import annotations

from collections.abc import Iterable


def hash_map_order(names: Iterable[str]) -> list[str]:
    """``names`` (each once) in the order of a ``HashMap`` they were put into one by one."""
    found = list(names)
    if len(found) < 2:
        return found
    buckets = 16
    while len(found) > buckets * 3 // 4:
        buckets *= 2
    return sorted(found, key=lambda name: _spread(name) & (buckets - 1))


def _spread(name: str) -> int:
    code = 0
    if name.isascii():
        for character in name:
            code = (31 * code + ord(character)) & 0xFFFFFFFF
    else:
        units = name.encode("utf-16-be", "surrogatepass")
        for at in range(0, len(units), 2):
            code = (31 * code + (units[at] << 8 | units[at + 1])) & 0xFFFFFFFF
    return code ^ (code >> 16)
