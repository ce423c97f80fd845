"""ARNs of schedules and groups."""

from __future__ import annotations

import re

DEFAULT_GROUP = "default"
_GROUP = re.compile(r"arn:[^:]+:scheduler:([^:]+):(\d{12}):schedule-group/(.+)")


def group_in(arn: str, account: str, region: str) -> str | None:
    """The name of the account's group with that ARN; ``None`` for another account's or region's."""
    found = _GROUP.fullmatch(arn)
    if found is None or (found.group(1), found.group(2)) != (region, account):
        return None
    return found.group(3)
