"""Limits of Step Functions, in their units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

SECOND_US: Final = 1_000_000

#: Bytes of UTF-8 of an input, an output, a result.
PAYLOAD_BYTES: Final = 262_144
DEFINITION_BYTES: Final = 1_048_576
#: Events of a Standard execution's history; the last of them says that it is full.
HISTORY_EVENTS: Final = 25_000

STANDARD_US: Final = 31_536_000 * SECOND_US
EXPRESS_US: Final = 300 * SECOND_US
#: How long a closed Standard execution can be looked at, and its name is taken.
RETENTION_US: Final = 90 * 86_400 * SECOND_US
REDRIVE_US: Final = 14 * 86_400 * SECOND_US
REDRIVES: Final = 1000
#: For so long a client token stands for the same redrive.
REDRIVE_TOKEN_US: Final = 15 * 60 * SECOND_US
#: Bytes of input and output, escaped, that a status event takes.
STATUS_EVENT_BYTES: Final = 248 * 1024

#: Farther than this a Wait cannot reach.
WAIT_SECONDS: Final = 2**31 - 1

VERSIONS: Final = 1000
ALIASES: Final = 100
STATE_MACHINES: Final = 100_000
ACTIVITIES: Final = 100_000
OPEN_EXECUTIONS: Final = 1_000_000
ACTIVITY_POLLERS: Final = 1000
ACTIVITY_POLL_US: Final = 60 * SECOND_US

INLINE_MAP_CONCURRENCY: Final = 40
DISTRIBUTED_MAP_CONCURRENCY: Final = 10_000
OPEN_MAP_RUNS: Final = 1000

#: An Express execution can loop for ever in one instant: after so many transitions each further one takes some time, so that
#: it ends, as on AWS, at its five minutes.
INSTANT_TRANSITIONS: Final = 10_000
TRANSITION_US: Final = 10_000

PAGE: Final = 100


class Quotas:
    """Those that a world's ``config={"stepfunctions": {…}}`` may change: raised quotas, and lower ones to run into."""

    __slots__ = ("activities", "activity_pollers", "aliases", "open_executions", "state_machines", "versions")

    def __init__(self, settings: Mapping[str, Any]) -> None:
        #: Of an account in a region.
        self.state_machines: int = settings.get("state_machines", STATE_MACHINES)
        self.activities: int = settings.get("activities", ACTIVITIES)
        #: Standard ones.
        self.open_executions: int = settings.get("open_executions", OPEN_EXECUTIONS)
        #: Of a state machine.
        self.versions: int = settings.get("versions", VERSIONS)
        self.aliases: int = settings.get("aliases", ALIASES)
        #: Waiting for tasks of one activity.
        self.activity_pollers: int = settings.get("activity_pollers", ACTIVITY_POLLERS)
