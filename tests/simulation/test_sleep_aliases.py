"""``time.sleep`` however it was imported, before the plugin or after: virtual inside a world, real outside."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest

from fakeaws import World
from fakeaws.simulation.real import Real

APPLICATION = """
import time
from time import sleep
def by_name(): sleep(3600)
def by_default(pause=time.sleep): pause(3600)
def by_module(): time.sleep(3600)
"""
MAIN = """
import application, fakeaws
from fakeaws.simulation.real import Real
began = Real.monotonic()
with fakeaws.mock_aws() as aws:
    application.by_name()
    application.by_module()
    assert aws.clock.elapsed.total_seconds() == 7200
assert Real.monotonic() - began < 60
sleep = application.sleep
began = Real.monotonic()
sleep(0.01)
assert Real.monotonic() - began >= 0.01
"""


def by_default(pause: Callable[[float], None] = time.sleep) -> None:
    pause(3600)


@pytest.mark.parametrize("pause", [lambda: sleep(3600), lambda: time.sleep(3600), by_default])
def test_names_taken_after_the_plugin(aws: World, pause: Callable[[], None]) -> None:
    pause()
    assert aws.clock.elapsed == timedelta(hours=1)


def test_names_taken_before_the_import(tmp_path: Path) -> None:
    (tmp_path / "application.py").write_text(APPLICATION)
    (tmp_path / "main.py").write_text(MAIN)
    subprocess.run([sys.executable, "main.py"], cwd=tmp_path, check=True, timeout=50)


def test_outside_a_world_it_is_real() -> None:
    began = Real.monotonic()
    sleep(0.01)
    assert Real.monotonic() - began >= 0.01
