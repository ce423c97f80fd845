"""Fixtures for tests of the kernel that need no service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import fakeaws  # noqa: F401 - places the drop-ins, before the test modules are imported
from fakeaws.simulation.simulation import Simulation
from tests.simulation.small_worlds import small_world, told


@pytest.fixture
def world() -> Iterator[Simulation]:
    """A small world whose end must have nothing to tell."""
    with small_world() as simulation:
        yield simulation
    assert told(simulation) == []
