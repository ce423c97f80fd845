"""Short forms for rows of the tables of refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.conformance.contract import Refusal, Stage

INVALID, INVALID_ARN, INVALID_TOKEN = "ValidationException", "InvalidArn", "InvalidToken"
LABELLED = {"reason": "API_DOES_NOT_SUPPORT_LABELED_ARNS"}


class Rows:
    """Rows about the operations of one module; ``usual`` has for each a call that would succeed on the stage."""

    def __init__(self, usual: Mapping[str, Mapping[str, Any]]) -> None:
        self._usual = usual

    def __call__(
        self,
        id: str,
        operation: str,
        shape: str,
        message: str,
        given: Callable[[Stage], None] | None = None,
        fields: Mapping[str, Any] | None = None,
        **changed: Any,
    ) -> Refusal:
        """The usual call with something changed; ``None`` leaves a parameter out. ``fields``: of the error."""
        params = {**self._usual[operation], **changed}
        asked = {name: value for name, value in params.items() if value is not None}
        return Refusal(id, operation, asked, shape, message, given=given, fields=fields or {})

    def broken(self, id: str, operation: str, path: str, shown: str, words: str, **changed: Any) -> Refusal:
        """What breaks the model."""
        message = f"1 validation error detected: Value '{shown}' at '{path}' failed to satisfy constraint: {words}"
        return self(id, operation, INVALID, message, **changed)

    def bad_arns(self, operation: str, member: str, other: str) -> list[Refusal]:
        """No ARN, and the ARN ``other`` of something else."""
        kind = other.split(":")[5]
        return [
            self("no ARN", operation, INVALID_ARN, "Invalid Arn: 'Invalid ARN prefix: orders'", **{member: "orders"}),
            self(
                "another service's ARN",
                operation,
                INVALID_ARN,
                "Invalid Arn: 'Invalid ARN prefix: arn:aws:sqs:us-east-1:123456789012:jobs'",
                **{member: "arn:aws:sqs:us-east-1:123456789012:jobs"},
            ),
            self(
                f"{kind}'s ARN",
                operation,
                INVALID_ARN,
                f"Invalid Arn: 'Resource type not valid in this context: {kind}'",
                **{member: other},
            ),
        ]

    def bad_pages(self, operation: str) -> list[Refusal]:
        """What is wrong with ``maxResults`` and ``nextToken``."""
        long = "x" * 1025
        return [
            self("bad token", operation, INVALID_TOKEN, "Invalid Token: 'Invalid token'", nextToken="none"),
            self.broken(
                "1001 results",
                operation,
                "maxResults",
                "1001",
                "Member must have value less than or equal to 1000",
                maxResults=1001,
            ),
            self.broken(
                "a long token",
                operation,
                "nextToken",
                long,
                "Member must have length less than or equal to 1024",
                nextToken=long,
            ),
        ]

    def labelled(self, operation: str, member: str, arn: str) -> Refusal:
        """A Map state's ARN."""
        message = f"This operation does not support labeled ARNs: '{arn}'"
        return self("a Map state", operation, INVALID, message, fields=LABELLED, **{member: arn})


def limited(name: str, value: int) -> Callable[[Stage], None]:
    """A quota that is reached."""

    def given(on: Stage) -> None:
        service: Any = on.aws.router.service("stepfunctions", on.aws.account, on.aws.region)
        setattr(service.quotas, name, value)

    return given
