"""``%…%`` in filter patterns: the regular expressions that CloudWatch Logs takes."""

from __future__ import annotations

import re

from fakeaws.services.logs.filter_patterns.matching import InvalidPattern

#: AWS's language: letters, digits, some marks, anchors, ``? + * .``, ``|``, sets, groups, counts, ``\d \w \s \xHH``.
_PART = re.compile(
    r"[A-Za-z0-9_#=@/;,:~&<>' \-]|[\^$?+*.|()]|\{\d+(?:,\d*)?\}|\\(?:[dDwWsS]|x[0-9A-Fa-f]{2}|[^A-Za-z0-9])|"
    r"\[\^?(?:\\.|[^\]\\])+\]"
)


def compiled(source: str) -> re.Pattern[str]:
    """The expression between two ``%``; raises `InvalidPattern` for what AWS does not take."""
    end = 0
    while end < len(source):
        found = _PART.match(source, end)
        if found is None:
            raise InvalidPattern("Invalid filter pattern: invalid character(s) in a regular expression")
        end = found.end()
    try:
        return re.compile(source, re.ASCII)
    except re.error:
        raise InvalidPattern("Invalid filter pattern: invalid regular expression") from None
