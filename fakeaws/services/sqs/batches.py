"""What the three batch operations share: checks of the whole batch, then one entry after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.services.sqs import errors, limits

_is_id = re.compile(r"[A-Za-z0-9_-]{1,80}").fullmatch


def checked_entries(params: Mapping[str, Any], entry_name: str) -> list[Mapping[str, Any]]:
    """The entries; raises AWS's error for what fails the whole batch. ``entry_name`` is AWS's name for one."""
    entries: list[Mapping[str, Any]] = list(params.get("Entries") or ())
    if not entries:
        raise errors.empty_batch(entry_name)
    if len(entries) > limits.BATCH_ENTRIES:
        raise errors.too_many_entries(len(entries))
    ids: list[str] = []
    for entry in entries:
        id = entry.get("Id")
        if id is None:
            raise errors.missing_parameter(f"{entry_name}.{len(ids) + 1}.Id")
        if _is_id(id) is None:
            raise errors.invalid_batch_id()
        ids.append(id)
    if len(set(ids)) < len(ids):
        raise errors.batch_ids_not_distinct(next(id for number, id in enumerate(ids) if id in ids[:number]))
    return entries


def each(
    entries: Sequence[Mapping[str, Any]],
    one: Callable[[Mapping[str, Any]], Result],
    failed: Callable[[Mapping[str, Any], AwsError], object],
) -> Result:
    """The batch's answer: what ``one`` gives for each entry, its ``Id`` included, and what it raised.

    ``failed`` hears of the latter.
    """
    successful: list[Result] = []
    failures: list[Result] = []
    for entry in entries:
        try:
            successful.append(one(entry))
        except AwsError as error:
            failures.append(
                {
                    "Id": entry["Id"],
                    "SenderFault": error.fault == "Sender",
                    "Code": error.code,
                    "Message": error.message,
                }
            )
            failed(entry, error)
    answer: Result = {}
    if successful:
        answer["Successful"] = successful
    if failures:
        answer["Failed"] = failures
    return answer
