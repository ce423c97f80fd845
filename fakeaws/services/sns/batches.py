"""What PublishBatch checks before its entries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fakeaws.aws.errors import AwsError
from fakeaws.services.sns import limits

_ID = re.compile(r"[A-Za-z0-9_-]*")


def checked_entries(params: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The entries; raises AWS's error for what fails the whole batch."""
    entries: list[Mapping[str, Any]] = list(params.get("PublishBatchRequestEntries") or ())
    if not entries:
        raise AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.")
    if len(entries) > limits.BATCH_ENTRIES:
        raise AwsError("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.")
    ids = [entry["Id"] for entry in entries]
    if len(set(ids)) < len(ids):
        raise AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.")
    for each in ids:
        if not each or _ID.fullmatch(each) is None:
            raise _bad_id(f"contains an impermissible character: {each}")
        if len(each) > limits.BATCH_ID:
            raise _bad_id(f"is too long: {each}")
    return entries


def too_long() -> AwsError:
    """The batch has more bytes than one message could have."""
    return AwsError("BatchRequestTooLong", "The length of all the messages put together is more than the limit.")


def _bad_id(what: str) -> AwsError:
    return AwsError("InvalidBatchEntryId", f"The Id of a batch entry in the batch request {what}")
