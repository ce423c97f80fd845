"""What an evaluation sees."""

from __future__ import annotations

from typing import Any, Final, Protocol

from fakeaws.services.stepfunctions.language.json_text import Json


class _Absent:
    """No value at all, as opposed to JSON's null."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __copy__(self) -> _Absent:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> _Absent:
        return self

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


class Randomness(Protocol):
    """Where unseeded random values come from; `random.Random` is one."""

    def random(self) -> float: ...

    def getrandbits(self, k: int, /) -> int: ...


class Scope:
    """The values that one evaluation sees; the caller sets what there is and must not change it meanwhile.

    Evaluations share parts of these values with their results: JSON values are never changed in place.
    """

    __slots__ = ("context", "error_output", "input", "instant_us", "randomness", "result", "variables")

    def __init__(
        self,
        input: Json,
        context: dict[str, Json] | None = None,
        variables: dict[str, Json] | None = None,
        *,
        randomness: Randomness,
        instant_us: int = 0,
        result: Any = ABSENT,
        error_output: Any = ABSENT,
    ) -> None:
        #: What ``$`` is in JSONPath fields, ``$states.input`` in JSONata.
        self.input = input
        #: The context object, ``$$`` and ``$states.context``.
        self.context: dict[str, Json] = {} if context is None else context
        #: By name, without ``$``.
        self.variables: dict[str, Json] = {} if variables is None else variables
        #: ``$states.result`` and ``$states.errorOutput``; `ABSENT` where there is none.
        self.result = result
        self.error_output = error_output
        #: Microseconds since 1970: what ``$now()`` and ``$millis()`` tell.
        self.instant_us = instant_us
        self.randomness = randomness

    def on(self, input: Json) -> Scope:
        """The same with another ``$``: a result for ResultSelector, an Error Output for a Catch's Assign."""
        return Scope(
            input,
            self.context,
            self.variables,
            randomness=self.randomness,
            instant_us=self.instant_us,
            result=self.result,
            error_output=self.error_output,
        )
