"""What breaks the service model, refused with CloudWatch Logs' own code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Handler, Pending, Result
from fakeaws.services.logs import errors


class Checked:
    """An operation behind the check of its parameters. An object, not a closure: a copied world has its own."""

    __slots__ = ("_check", "_handler")

    def __init__(self, handler: Handler, check: Callable[[Mapping[str, Any]], None]) -> None:
        self._handler = handler
        self._check = check

    def __call__(self, call: Call) -> Result | Pending:
        try:
            self._check(call.params)
        except AwsError as error:
            raise errors.invalid_parameter(error.message) from None
        return self._handler(call)
