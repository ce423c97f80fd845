"""Environment variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fakeaws.services.batch.definitions.invalid import Invalid

RESERVED = "AWS_BATCH"


def check_environment(variables: Iterable[Mapping[str, Any]]) -> None:
    """Names that Batch gives its own variables are refused."""
    for each in variables:
        if str(each.get("name", "")).startswith(RESERVED):
            raise Invalid(f"Environment variable {each['name']} is not valid: names must not start with {RESERVED}.")
