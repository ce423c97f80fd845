"""Client tokens: a call that is repeated with its token is answered as before and does nothing."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Mapping
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.scheduler import errors, limits


class Tokens:
    """Calls that succeeded with a token, each for an hour."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[Mapping[str, Any], Result]] = {}
        self._in_order: deque[tuple[int, tuple[str, str]]] = deque()

    def earlier(self, call: Call) -> Result | None:
        """The answer to the call that this one repeats; raises AWS's error if it is another call with the same token."""
        token = call.params.get("ClientToken")
        now_us = call.world.now_us
        while self._in_order and self._in_order[0][0] <= now_us - limits.TOKEN_US:
            del self._known[self._in_order.popleft()[1]]
        known = self._known.get((call.operation, token)) if token else None
        if known is None:
            return None
        params, answer = known
        if params != call.params:
            raise errors.conflict(f"The ClientToken {token} was used with other parameters.")
        return dict(answer)

    def remember(self, call: Call, answer: Result) -> Result:
        """The call did what it says; returns its answer."""
        token = call.params.get("ClientToken")
        if token:
            key = (call.operation, token)
            self._known[key] = (copy.deepcopy(dict(call.params)), answer)
            self._in_order.append((call.world.now_us, key))
        return answer
