"""Quotas of Amazon MQ."""

from __future__ import annotations

from typing import Final

SECOND_US: Final = 1_000_000
BROKERS: Final = 200
CONFIGURATION_REVISIONS: Final = 300
USERS: Final = 250
GROUPS: Final = 20
TAGS: Final = 50
PAGE: Final = 20
SECURITY_GROUPS: Final = 5
