"""How CloudWatch writes instants, numbers and regions in what it says of alarms."""

from __future__ import annotations

import math

from fakeaws.aws.arns import region_description
from fakeaws.simulation.clock import from_us

STATISTICS_IN_MESSAGES = {
    "SampleCount": "SAMPLE_COUNT",
    "Average": "AVERAGE",
    "Sum": "SUM",
    "Minimum": "MINIMUM",
    "Maximum": "MAXIMUM",
}

COMPARISONS = {
    "GreaterThanOrEqualToThreshold": "greater than or equal to",
    "GreaterThanThreshold": "greater than",
    "LessThanThreshold": "less than",
    "LessThanOrEqualToThreshold": "less than or equal to",
}


def timestamp(wall_us: int) -> str:
    """``2023-12-19T10:03:00.123+0000``."""
    moment = from_us(wall_us)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}+0000"


def date_in_reason(wall_us: int) -> str:
    """``19/12/23 10:02:00``."""
    return f"{from_us(wall_us):%d/%m/%y %H:%M:%S}"


def long_date(wall_us: int) -> str:
    """``Sunday 06 November, 2022 17:43:53 UTC``, in English whatever the locale."""
    moment = from_us(wall_us)
    return f"{_DAYS[moment.weekday()]} {moment:%d} {_MONTHS[moment.month - 1]}, {moment:%Y %H:%M:%S} UTC"


def double(value: float) -> str:
    """A number as Java prints a double: ``21.0``, ``1.0E7``, ``1.5E-4``."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = repr(float(value))
        return text if "e" not in text else f"{value:f}"
    digits, _, exponent = f"{value!r}".partition("e")
    if not exponent:
        digits, exponent = _scientific(value)
    mantissa = digits if "." in digits else f"{digits}.0"
    return f"{mantissa}E{int(exponent)}"


def _scientific(value: float) -> tuple[str, str]:
    """The shortest digits of a number that Python prints without an exponent, and the exponent."""
    for places in range(17):
        text = f"{value:.{places}e}"
        if float(text) == value:
            digits, _, exponent = text.partition("e")
            return digits, exponent
    raise AssertionError(value)


def region_in_words(region: str) -> str:
    """``US East (N. Virginia)``, ``EU (Ireland)``; a region that botocore does not know is called by its name."""
    words = region_description(region)
    return words.replace("Europe (", "EU (", 1)


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
