"""How many text messages it takes to send a text: each has room for 140 bytes."""

from __future__ import annotations

from collections.abc import Iterable

#: Seven bits each.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Each takes the place of two.
_GSM_EXTENSION = frozenset("\f^{}\\[~]|€")

#: In one message, and in each part of several, which also say where they belong.
_GSM_ROOM = 160, 153
_UCS2_ROOM = 70, 67


def parts_of(text: str) -> int:
    """The number of parts; GSM's alphabet if it has every character, UCS-2 otherwise."""
    if all(character in _GSM or character in _GSM_EXTENSION for character in text):
        return _parts((2 if character in _GSM_EXTENSION else 1 for character in text), _GSM_ROOM)
    return _parts((2 if character > "\uffff" else 1 for character in text), _UCS2_ROOM)


def _parts(widths: Iterable[int], room: tuple[int, int]) -> int:
    """A character that takes two places is not torn apart."""
    whole, room_of_part = room
    parts, used, total = 1, 0, 0
    for width in widths:
        total += width
        if used + width > room_of_part:
            parts, used = parts + 1, 0
        used += width
    return 1 if total <= whole else parts
