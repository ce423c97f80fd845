"""What AWS services tell the world of themselves: state changes, as they arrive on the default event bus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Announcement(NamedTuple):
    """An event of an AWS service, such as the change of an alarm's state.

    ``source`` is the service's (``aws.cloudwatch``), ``detail_type`` its words (``CloudWatch Alarm State Change``),
    ``resources`` the ARNs that it is about, ``detail`` what JSON can hold. ``cause``: the timeline's number of the record
    that led to it.
    """

    source: str
    detail_type: str
    account: str
    region: str
    resources: tuple[str, ...]
    detail: Mapping[str, Any]
    cause: int | None = None
