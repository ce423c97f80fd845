"""The units of metrics."""

from __future__ import annotations

NONE = "None"

_SIZES = ("Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits")
_AMOUNTS = (*_SIZES, "Terabits")

#: All 27, in the order of AWS's documentation.
UNITS: tuple[str, ...] = (
    "Seconds",
    "Microseconds",
    "Milliseconds",
    *_AMOUNTS,
    "Percent",
    "Count",
    *(f"{amount}/Second" for amount in _AMOUNTS),
    "Count/Second",
    NONE,
)
