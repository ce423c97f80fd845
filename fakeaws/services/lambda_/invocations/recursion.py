"""Chains of invocations, as their trace headers tell: a function that keeps invoking itself is stopped.

The header goes with the calls that a function makes (boto3 adds it), with the messages that these send, and with the
invocations that come of them; ``Lineage`` in it counts, for each function, its invocations in the chain.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

from fakeaws.aws.errors import AwsError

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function

#: Invocations of a function in one chain.
LIMIT = 16


class Chain:
    """One chain up to now. ``header``: the trace header that came with the call or message; ``None`` begins a new one."""

    __slots__ = ("_counts", "_root", "_sampled")

    def __init__(self, header: str | None) -> None:
        # botocore quotes it for the wire.
        parts = dict(part.strip().partition("=")[::2] for part in unquote(header or "").split(";"))
        self._root = parts.get("Root")
        self._sampled = parts.get("Sampled", "0")
        self._counts: dict[str, int] = {}
        _, _, lineage = parts.get("Lineage", "").partition(":")
        for entry in lineage.split("|"):
            name, _, number = entry.partition(":")
            if number.isdecimal():
                self._counts[name] = int(number)

    def is_over(self, function: Function) -> bool:
        """Whether one more invocation of the function is too many."""
        return self._counts.get(_mark(function), 0) >= LIMIT

    def header(self, function: Function, request_id: str, wall_us: int) -> str:
        """The trace header of the function's next invocation."""
        digest = hashlib.sha256(request_id.encode()).hexdigest()
        mark = _mark(function)
        counts = {**self._counts, mark: self._counts.get(mark, 0) + 1}
        root = self._root or f"1-{wall_us // 1_000_000:08x}-{digest[:24]}"
        lineage = "|".join(f"{name}:{number}" for name, number in counts.items())
        return f"Root={root};Parent={digest[24:40]};Sampled={self._sampled};Lineage=1:{lineage}"


def _mark(function: Function) -> str:
    return hashlib.sha256(function.arn.encode()).hexdigest()[:8]


def stopped() -> AwsError:
    """The refusal of an invocation that somebody waits for."""
    text = "The function was stopped: it is part of a recursive loop."
    return AwsError("RecursiveInvocationException", text, 400, fields={"Type": "User", "Message": text})
