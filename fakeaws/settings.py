"""The options of `mock_aws`: which there are, what they may be, and where a pytest run takes their defaults from.

Precedence: arguments > marker > ``aws_options`` > command line > ini (``fakeaws_*``). Nothing heavy is imported here:
the plugin is loaded in every pytest run.
"""

from __future__ import annotations

import datetime as _datetime
import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakeaws.errors import InvalidOption

Options = dict[str, Any]

#: The region variables as the process got them from whoever started it, before any test could set them.
inherited_region: dict[str, str | None] = {name: os.environ.get(name) for name in ("AWS_DEFAULT_REGION", "AWS_REGION")}

# Compiled at their first use: most runs have none.
_REGION = r"[a-z]{2,3}(-[a-z]+)+-\d{1,2}"
_ACCOUNT = r"\d{12}"


def checked(options: Mapping[str, Any], source: str = "mock_aws") -> Options:
    """The options as `World` takes them, ``None`` left out; raises `InvalidOption` naming the nearest known one."""
    result: Options = {}
    for name, value in options.items():
        check = _CHECKS.get(name)
        if check is None:
            from fakeaws.errors import InvalidOption

            raise InvalidOption(f"{source} has no option {name!r}{_nearest(name, _CHECKS)}")
        if value is not None:
            result[name] = check(name, value, source)
    return result


def _nearest(name: str, known: Iterable[str]) -> str:
    import difflib

    names = list(known)
    close = difflib.get_close_matches(str(name), names, 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else f"; there are: {', '.join(names)}"


def _refuse(name: str, value: object, source: str, wanted: str) -> InvalidOption:
    from fakeaws.errors import InvalidOption

    return InvalidOption(f"{source}: {name}={value!r} must be {wanted}")


def _start(name: str, value: object, source: str) -> _datetime.datetime:
    wanted = 'a datetime, a date or an ISO 8601 text such as "2026-01-05T08:00:00Z" (without a zone: UTC)'
    if isinstance(value, _datetime.datetime):
        return value
    if isinstance(value, _datetime.date):
        return _datetime.datetime(value.year, value.month, value.day)
    if not isinstance(value, str):
        raise _refuse(name, value, source, wanted)
    try:
        return _datetime.datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    except ValueError:
        raise _refuse(name, value, source, wanted) from None


def _seed(name: str, value: object, source: str) -> int | str:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise _refuse(name, value, source, "a whole number or a text")
    return value


def _region(name: str, value: object, source: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(_REGION, value):
        raise _refuse(name, value, source, 'the name of a region such as "eu-central-1"')
    return value


def _account(name: str, value: object, source: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(_ACCOUNT, value):
        raise _refuse(name, value, source, 'a text of twelve digits such as "123456789012"')
    return value


def _one_of(*choices: str) -> Callable[[str, object, str], str]:
    def check(name: str, value: object, source: str) -> str:
        if not isinstance(value, str) or value not in choices:
            hint = _nearest(str(value), choices) if isinstance(value, str) else ""
            wanted = " or ".join(f'"{choice}"' for choice in choices)
            raise _refuse(name, value, source, wanted + (hint if "did you mean" in hint else ""))
        return value

    return check


def _latency(name: str, value: object, source: str) -> float | _datetime.timedelta:
    wanted = "a timedelta or a number of seconds, not negative"
    if isinstance(value, _datetime.timedelta):
        if value < _datetime.timedelta(0):
            raise _refuse(name, value, source, wanted)
        return value
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise _refuse(name, value, source, wanted) from None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
        raise _refuse(name, value, source, wanted)
    return value


def _config(name: str, value: object, source: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(
        isinstance(service, str) and isinstance(settings, Mapping) for service, settings in value.items()
    ):
        raise _refuse(name, value, source, 'a dictionary by service, as moto takes it: {"core": {…}, "lambda": {…}}')
    return value


_CHECKS: dict[str, Callable[[str, object, str], Any]] = {
    "start": _start,
    "seed": _seed,
    "region": _region,
    "account": _account,
    "policies": _one_of("attached", "enforced", "off"),
    "passthrough": _one_of("auto", "off"),
    "time": _one_of("virtual", "real"),
    "randomness": _one_of("seeded", "real"),
    "latency": _latency,
    "config": _config,
}

#: What ini and command line know: every option but ``config``, with its help.
SETTABLE: dict[str, str] = {
    "start": "when a world begins, ISO 8601 (default 2026-01-05T00:00:00Z)",
    "seed": "the seed of every world (default: the test's node id)",
    "region": "the default region (us-east-1); from the ini file it also holds while tests are collected",
    "account": "the default account (123456789012)",
    "policies": "attached (default), enforced or off",
    "passthrough": "auto (default: services that are not fakeaws's go to moto) or off",
    "time": "virtual (default) or real",
    "randomness": "seeded (default) or real",
    "latency": "seconds that each AWS call takes (default 0)",
}


class Run:
    """What the pytest plugin says about a run; without the plugin all of it is empty."""

    __slots__ = ("_own_code", "command_line", "failed", "ini", "left", "node_id", "world_ends")

    def __init__(
        self,
        ini: Mapping[str, Any] | None = None,
        command_line: Mapping[str, Any] | None = None,
        own_code: Callable[[], set[tuple[str, str]]] = set,
    ) -> None:
        #: Checked at once, so that a typing error ends the run at its start.
        self.ini = checked(ini or {}, "the ini file (fakeaws_…)")
        self.command_line = checked(command_line or {}, "the command line (--fakeaws-…)")
        #: The node id of the test, or of the scope whose fixture is being set up.
        self.node_id: str | None = None
        #: Whether the current test has failed already: then the end of its worlds adds no failure of its own.
        self.failed = False
        #: Worlds that the current test has left, for its report; ``None``: nobody asks.
        self.left: list[Any] | None = None
        #: Hears of each world whose state is about to be forgotten; ``None``: nobody asks.
        self.world_ends: Callable[[Any], None] | None = None
        self._own_code = own_code

    def own_code(self) -> set[tuple[str, str]]:
        """``(file, function)`` of the current test and its fixtures."""
        return self._own_code()


_runs = [Run()]


def current_run() -> Run:
    """The innermost pytest run in this process, or an empty one."""
    return _runs[-1]


def begin_run(run: Run) -> None:
    """Let ``run`` be the current one until `end_run`."""
    _runs.append(run)


def end_run(run: Run) -> None:
    """Back to what held before."""
    if run in _runs:
        del _runs[_runs.index(run) :]


def resolved(options: Mapping[str, Any], *, name: str | None = None) -> Options:
    """Options with the run's defaults below them, and a seed: the test's node id, else ``name``, else 0."""
    run = current_run()
    result = {**run.ini, **run.command_line, **options}
    if result.get("seed") is None:
        result["seed"] = run.node_id or name or 0
    return result
