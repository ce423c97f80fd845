"""Errors of the library that nobody heard of: a test must not pass because the application swallowed one.

Every `FakeAwsError` that comes into being inside a world is noted there with its place. At the world's end it counts as
heard if its traceback reached the test: the test's own function or fixture, a helper that asserts (``pytest.raises``,
``assertRaises``) or one that catches the library's errors by their name. Whatever else ended it was application code.
"""

from __future__ import annotations

import sys
from typing import Any

from fakeaws.errors import FakeAwsError, on_error
from fakeaws.simulation import stack as _stack
from fakeaws.simulation.actors import application_place, local

#: ``(file name, function name)`` of code that is the test's own.
Own = set[tuple[str, str]]


class Noted:
    """One error, where it was raised and by which actor."""

    __slots__ = ("actor", "error", "place")

    def __init__(self, error: FakeAwsError, actor: str, place: str) -> None:
        self.error = error
        self.actor = actor
        self.place = place

    def __deepcopy__(self, memo: dict[int, Any]) -> Noted:
        return self

    def __str__(self) -> str:
        at = f" at {self.place}" if self.place else ""
        return f"{type(self.error).__name__}, raised{at} by {self.actor}, was swallowed: {self.error}"

    def heard(self, own: Own) -> bool:
        """Whether the test had the chance to see it."""
        traceback = self.error.__traceback__
        if traceback is None:
            return True
        code = traceback.tb_frame.f_code
        if _ASSERTING.intersection(code.co_names) or _error_names().intersection(code.co_names):
            return True
        files = {file for file, _ in own}
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if (code.co_filename, code.co_name) in own:
                return True
            if code.co_filename in files and code.co_name.startswith(_TEST_NAMES):
                return True
            traceback = traceback.tb_next
        return False


_ASSERTING = frozenset(("raises", "assertRaises", "assertRaisesRegex", "raises_regex"))
_TEST_NAMES = ("test", "setUp", "setup", "tearDown", "teardown", "asyncSetUp", "asyncTearDown")


def _error_names() -> set[str]:
    names, classes = set(), [FakeAwsError]
    while classes:
        found = classes.pop()
        names.add(found.__name__)
        classes.extend(found.__subclasses__())
    return names


def _note(error: FakeAwsError) -> None:
    simulation = _stack.active()
    stay = getattr(simulation.owner, "_stay", None) if simulation is not None else None
    if simulation is None or stay is None:
        return
    actor = local.actor
    name = "aws" if simulation.busy else actor.name if actor is not None else "a real thread"
    stay.raised.append(Noted(error, name, application_place(sys._getframe(2))))


on_error(_note)
