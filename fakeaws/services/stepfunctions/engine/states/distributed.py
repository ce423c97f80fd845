"""Map, distributed: a map run whose children are executions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.services.stepfunctions.engine.frames import Visit
from fakeaws.services.stepfunctions.language.errors import runtime_error

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.engine import Engine


def begin_distributed(engine: Engine, visit: Visit) -> bool:
    """Begin the map run."""
    raise runtime_error("fakeaws does not run distributed Maps yet.")
