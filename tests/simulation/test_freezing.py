"""Freezes of the world's own: freezegun's look through all modules is paid once, and everything is put back."""

from __future__ import annotations

import datetime
import importlib.metadata
import sys
import time
import types
from collections.abc import Iterator
from typing import Any

import freezegun
import freezegun.api as api
import pytest

from fakeaws import mock_aws
from fakeaws.simulation import freezing, patches
from fakeaws.simulation.frozen_modules import FrozenModules

#: The versions of freezegun that the private parts were seen to work with: add one after a run of these tests.
SEEN_TO_WORK = {"1.5.5"}
REAL = {"now": time.time, "mono": time.monotonic, "Moment": datetime.datetime, "Day": datetime.date}


@pytest.fixture
def module() -> Iterator[types.ModuleType]:
    """A module that took clocks by name."""
    module = types.ModuleType("fakeaws_test_application")
    module.__dict__.update(REAL)
    sys.modules[module.__name__] = module
    yield module
    del sys.modules[module.__name__]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many modules freezegun looked at, for each freeze since."""
    counted: list[int] = []
    real = api._get_cached_module_attributes

    def get(module: types.ModuleType) -> Any:
        counted[-1] += 1
        return real(module)

    monkeypatch.setattr(api, "_get_cached_module_attributes", get)
    original = freezing._Hooks.modules.start

    def start(freezer: Any, api: Any) -> Any:
        counted.append(0)
        return original(freezer, api)

    monkeypatch.setattr(freezing._Hooks.modules, "start", start)
    return counted


def clocks_of(module: types.ModuleType) -> dict[str, Any]:
    return {name: getattr(module, name) for name in REAL}


def test_the_private_parts_of_this_freezegun_were_seen_to_work() -> None:
    assert importlib.metadata.version("freezegun") in SEEN_TO_WORK


def test_the_look_through_all_modules_is_paid_once(looks: list[int], module: types.ModuleType) -> None:
    for _ in range(5):
        with mock_aws():
            assert module.now() == time.time() == 1767571200.0
            assert module.Moment is api.FakeDatetime
        assert clocks_of(module) == REAL
    assert looks[0] >= 1  # the new module at least
    assert looks[2:] == [0, 0, 0]  # the first look imports what modules offer lazily, the second one finds that


def test_what_a_module_gets_before_or_during_a_world_is_found(looks: list[int], module: types.ModuleType) -> None:
    with mock_aws():
        pass
    module.later = time.time_ns  # type: ignore[attr-defined]
    with mock_aws():
        assert looks[-1] == 1
        assert module.later() == 1767571200 * 10**9  # type: ignore[attr-defined]
        module.inside = time.perf_counter  # type: ignore[attr-defined]
        young = types.ModuleType("fakeaws_test_young")
        young.now = time.time  # type: ignore[attr-defined]
        sys.modules["fakeaws_test_young"] = young
    try:
        assert module.later is REAL_NS  # type: ignore[attr-defined]
        assert module.inside is time.perf_counter is api.real_perf_counter  # type: ignore[attr-defined]
        assert young.now is REAL["now"]  # type: ignore[attr-defined]
        with mock_aws():
            assert young.now() == 1767571200.0  # type: ignore[attr-defined]
        assert young.now is REAL["now"]  # type: ignore[attr-defined]
    finally:
        del sys.modules["fakeaws_test_young"]


REAL_NS = time.time_ns


def test_a_module_that_was_imported_anew_is_found(module: types.ModuleType) -> None:
    with mock_aws():
        pass
    twin = types.ModuleType(module.__name__)
    twin.__dict__.update(REAL)
    sys.modules[module.__name__] = twin
    with mock_aws():
        assert twin.now() == 1767571200.0  # type: ignore[attr-defined]
    assert clocks_of(twin) == clocks_of(module) == REAL


def test_what_the_test_itself_has_replaced_is_left_alone(
    module: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mock_aws():
        pass
    monkeypatch.setattr(module, "now", lambda: 42)
    with mock_aws():
        assert module.now() == 42
    assert module.now() == 42
    monkeypatch.undo()
    assert clocks_of(module) == REAL


def test_a_freeze_of_the_caller_s_between_worlds(module: types.ModuleType) -> None:
    with mock_aws():
        pass
    with freezegun.freeze_time("2030-01-01"):
        assert module.Day.today().year == 2030
        with mock_aws(start="2040-01-01"):
            assert module.Day.today().year == 2040
        assert module.Day.today().year == 2030
    assert clocks_of(module) == REAL
    with mock_aws():
        assert module.Day.today().year == 2026
    assert clocks_of(module) == REAL


def test_a_freeze_of_the_caller_s_that_outlives_the_world(module: types.ModuleType) -> None:
    """freezegun alone would leave fakes behind: it undoes only with the freezer that was started first."""
    freezer = freezegun.freeze_time("2030-01-01")
    with mock_aws():
        freezer.start()
    assert len(api.freeze_factories) == len(api.ignore_lists) == len(api.tz_offsets) == len(api.tick_flags) == 1
    assert module.Day.today().year == 2030
    assert "threading" in api.ignore_lists[-1]
    freezer.stop()
    assert not api.freeze_factories
    assert clocks_of(module) == REAL
    assert time.time is REAL["now"]


@pytest.mark.parametrize("missing", ["sys", "undo_changes"])
def test_without_the_private_parts_every_freeze_is_freezegun_s_own(
    module: types.ModuleType, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    modules = FrozenModules()
    monkeypatch.setattr(freezing._Hooks, "modules", modules)
    if missing == "sys":
        monkeypatch.setattr(api, "sys", types.SimpleNamespace(modules=sys.modules))
    else:
        monkeypatch.setattr("fakeaws.simulation.frozen_modules.hasattr", lambda *_: False, raising=False)
    for _ in range(2):
        with mock_aws():
            assert module.now() == 1767571200.0
        assert clocks_of(module) == REAL
    assert modules._aliases == {}


def test_every_hook_is_a_row_of_the_table() -> None:
    with mock_aws():
        pass
    rows = {str(row) for row in patches.table.rows}
    for name in (
        "FrozenDateTimeFactory.time_to_freeze",
        "TickingDateTimeFactory.time_to_freeze",
        "StepTickTimeFactory.time_to_freeze",
        "freezegun.api._get_fake_monotonic",
        "freezegun.api._get_fake_monotonic_ns",
        "_freeze_time.start",
        "_freeze_time.stop",
    ):
        assert name in rows


def test_outside_worlds_the_hooks_change_nothing() -> None:
    with mock_aws():
        pass
    with freezegun.freeze_time("2030-01-01", ignore=["mine"]) as frozen:
        assert "threading" in api.ignore_lists[-1]
        before = time.monotonic()
        frozen.tick(60)
        frozen.move_to("2030-01-01T00:05:00")
        frozen.time_to_freeze += datetime.timedelta(minutes=5)
        assert time.monotonic() - before == 600
        frozen.move_to("2029-12-31")
        assert time.monotonic() < before
        assert datetime.date.today() == datetime.date(2029, 12, 31)
