"""Phone numbers as SNS reads them."""

from __future__ import annotations

import re

#: E.164, with what people write between digits: one hyphen, dot or slash, spaces, parentheses.
_NUMBER = re.compile(r"\+?[1-9](?:(?:[-./]|[ ()]{1,2})?[0-9])+")
_NOT_DIGITS = re.compile("[^0-9]")
_DIGITS = 15


def normalised(text: str) -> str | None:
    """``+15551234567`` for ``+1 (555) 123-4567``; ``None`` for what is no phone number."""
    if _NUMBER.fullmatch(text) is None:
        return None
    digits = _NOT_DIGITS.sub("", text)
    return f"+{digits}" if len(digits) <= _DIGITS else None
