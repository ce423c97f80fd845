"""Environment variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fakeaws.services.batch.definitions.invalid import Invalid

RESERVED = "AWS_BATCH"


def check_environment(variables: Iterable[Mapping[str, Any]]) -> None:
    """Each has a name, and none that Batch gives its own variables."""
    for each in variables:
        if not each.get("name"):
            raise Invalid("Environment variables must have a name.")
        if each["name"].startswith(RESERVED):
            raise Invalid(f"Environment variable {each['name']} is not valid: names must not start with {RESERVED}.")
