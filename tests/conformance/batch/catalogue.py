"""Batch's errors: code and HTTP status; and those that no call here leads to."""

from __future__ import annotations

from tests.conformance.contract import Known

CATALOGUE: dict[str, Known] = {
    "ClientException": Known("ClientException", 400),
    "ServerException": Known("ServerException", 500),
}

#: Modelled errors that no call of any operation here leads to.
UNASKED: dict[str, str] = {
    "ServerException": "fakeaws has no failures of its own: aws.faults.fail with the code",
}
