"""EventBridge's quotas. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BUSES = 100
#: Per bus; ``config={"events": {"rules_per_bus": 2000}}`` stands for a raised quota.
RULES_PER_BUS = 300
TARGETS_PER_RULE = 5
CONNECTIONS = 3_000
API_DESTINATIONS = 3_000
#: Bytes of all entries of a PutEvents; ``config={"events": {"max_entries_bytes": …}}``, for the 262,144 of earlier years.
ENTRIES_BYTES = 1_048_576
DETAIL_TYPE_CHARACTERS = 128
POLICY_CHARACTERS = 10_240
PAGE = 100
ARCHIVES = 100
#: At one time.
REPLAYS = 10
RETRIES = 185
AGE_S = 86_400
#: The last events of a bus, kept for rules that never match; see `diagnosis`.
REMEMBERED = 200


class Limits:
    """Those that a world's ``config`` may change."""

    __slots__ = ("entries_bytes", "rules_per_bus")

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.rules_per_bus: int = settings.get("rules_per_bus", RULES_PER_BUS)
        self.entries_bytes: int = settings.get("max_entries_bytes", ENTRIES_BYTES)
