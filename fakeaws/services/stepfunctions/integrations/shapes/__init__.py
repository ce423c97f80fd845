"""Between the JSON of workflows and botocore's parameters and answers, by the models of AWS's operations."""

from __future__ import annotations

from fakeaws.services.stepfunctions.integrations.shapes.envelope import envelope
from fakeaws.services.stepfunctions.integrations.shapes.names import Naming, as_in_api, as_in_sdk
from fakeaws.services.stepfunctions.integrations.shapes.requests import request, unknown_members
from fakeaws.services.stepfunctions.integrations.shapes.results import iso_time, milliseconds, result

__all__ = [
    "Naming",
    "as_in_api",
    "as_in_sdk",
    "envelope",
    "iso_time",
    "milliseconds",
    "request",
    "result",
    "unknown_members",
]
