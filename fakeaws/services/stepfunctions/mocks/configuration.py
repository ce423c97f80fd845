"""The mock configuration file of Step Functions Local: read, and checked with the place of what is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fakeaws.services.stepfunctions.language.json_text import JsonTextError, read_json
from fakeaws.services.stepfunctions.mocks.answers import Answer, Raised, TaskError, Value, text_of
from fakeaws.services.stepfunctions.mocks.cases import TestCase, TestCases
from fakeaws.services.stepfunctions.mocks.registering import hint
from fakeaws.services.stepfunctions.mocks.task_mock import StandIn

_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")
_MACHINES, _RESPONSES, _CASES = "StateMachines", "MockedResponses", "TestCases"


def read_configuration(source: str | os.PathLike[str] | Mapping[str, Any]) -> TestCases:
    """The test cases of a file or of its content. Raises ``ValueError`` with every mistake and where it is."""
    if isinstance(source, Mapping):
        return _Reader("").read(source)
    path = Path(source)
    try:
        content = read_json(path.read_text(encoding="utf-8-sig"))
    except JsonTextError as error:
        raise ValueError(f"{path}:{error.line}:{error.column}: {error.message}") from None
    return _Reader(f"{path}: ").read(content)


class _Reader:
    """Goes on after a mistake, to tell of all at once."""

    def __init__(self, start: str) -> None:
        self._start = start
        self._mistakes: list[str] = []

    def read(self, content: Any) -> TestCases:
        parts = self._object(content, "", (_MACHINES, _RESPONSES))
        responses = {
            name: self._response(value, f"{_RESPONSES}.{name}")
            for name, value in self._object(parts.get(_RESPONSES, {}), _RESPONSES).items()
        }
        cases: dict[str, dict[str, TestCase]] = {}
        for machine, value in self._object(parts.get(_MACHINES), _MACHINES).items():
            place = f"{_MACHINES}.{machine}"
            inner = self._object(value, place, (_CASES,))
            named = self._object(inner.get(_CASES), f"{place}.{_CASES}")
            cases[machine] = {
                name: self._case(case, f"{place}.{_CASES}.{name}", responses) for name, case in named.items()
            }
        if self._mistakes:
            raise ValueError("\n".join(self._start + mistake for mistake in self._mistakes))
        return TestCases(cases)

    def _case(self, value: Any, place: str, responses: Mapping[str, tuple[Answer, ...]]) -> TestCase:
        mocks: dict[str, StandIn] = {}
        for state, name in self._object(value, place).items():
            if isinstance(name, str) and name in responses:
                mocks[state] = StandIn(state, None, responses[name], repeats=False)
            else:
                known = hint(name, list(responses)) if isinstance(name, str) else ""
                self._wrong(f"{place}.{state}", f": {_RESPONSES} has no {name!r}{known}")
        return TestCase(mocks)

    def _response(self, value: Any, place: str) -> tuple[Answer, ...]:
        by_attempt: dict[int, Answer] = {}
        for key, one in self._object(value, place).items():
            found = _RANGE.fullmatch(key)
            if found is None:
                self._wrong(
                    f"{place}.{key}", ' is neither the number of an attempt, such as "0", nor a range, such as "1-2"'
                )
                continue
            first, last = int(found[1]), int(found[2] or found[1])
            if last < first:
                self._wrong(f"{place}.{key}", " ends before it begins")
            answer = self._answer(one, f"{place}.{key}")
            for number in range(first, last + 1):
                if number in by_attempt:
                    self._wrong(f"{place}.{key}", f": attempt {number} has a response already")
                by_attempt[number] = answer
        missing = [number for number in range(max(by_attempt, default=0) + 1) if number not in by_attempt]
        if missing:
            self._wrong(place, f": attempt {missing[0]} has no response")
            return ()
        return tuple(by_attempt[number] for number in sorted(by_attempt))

    def _answer(self, value: Any, place: str) -> Answer:
        given = self._object(value, place, ("Return", "Throw"))
        if len(given) != 1:
            self._wrong(place, " needs one of Return and Throw")
        if "Throw" not in given:
            try:
                return Value(text_of(given.get("Return")))
            except TypeError as error:
                self._wrong(f"{place}.Return", f": {error}")
                return Value("null")
        failure = self._object(given["Throw"], f"{place}.Throw", ("Error", "Cause"))
        for name in ("Error", "Cause"):
            if not isinstance(failure.get(name), str):
                self._wrong(f"{place}.Throw.{name}", " is missing or no text")
        return Raised(TaskError(str(failure.get("Error")), str(failure.get("Cause"))))

    def _object(self, value: Any, place: str, known: tuple[str, ...] = ()) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self._wrong(place, " is missing" if value is None else " is no object")
            return {}
        for name in value:
            if known and name not in known:
                self._wrong(f"{place}.{name}" if place else name, f" is unknown here: {' or '.join(known)}")
        return {name: each for name, each in value.items() if not known or name in known}

    def _wrong(self, place: str, what: str) -> None:
        self._mistakes.append(f"{place or 'the configuration'}{what}")
