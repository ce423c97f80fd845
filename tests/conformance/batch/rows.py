"""Short forms for rows of the tables of refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.conformance.contract import REQUEST, Refusal, Stage

CLIENT = "ClientException"


class Rows:
    """Rows about the operations of one module; ``usual`` has for each a call that would succeed on the stage."""

    def __init__(self, usual: Mapping[str, Mapping[str, Any]]) -> None:
        self._usual = usual

    def __call__(
        self,
        id: str,
        operation: str,
        message: str,
        /,
        given: Callable[[Stage], None] | None = None,
        unchecked: bool = False,
        **changed: Any,
    ) -> Refusal:
        """The usual call with something changed; ``None`` leaves a parameter out."""
        params = {**self._usual[operation], **changed}
        asked = {name: value for name, value in params.items() if value is not None}
        return Refusal(id, operation, asked, CLIENT, message, given=given, unchecked=unchecked)

    def wrapped(
        self,
        id: str,
        operation: str,
        message: str,
        /,
        given: Callable[[Stage], None] | None = None,
        unchecked: bool = False,
        **changed: Any,
    ) -> Refusal:
        """The same in the words of Batch's older checks."""
        text = f"Error executing request, Exception : {message}, RequestId: {REQUEST}"
        return self(id, operation, text, given, unchecked, **changed)
