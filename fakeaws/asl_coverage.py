"""``--asl-coverage``: which states, ways and catchers of state machines no test of a pytest run reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fakeaws.services.stepfunctions.coverage.rendering import as_json, table
from fakeaws.services.stepfunctions.coverage.tally import Tally

if TYPE_CHECKING:
    from fakeaws.settings import Run

_KEY = "fakeaws_asl_coverage"


class AslCoverage:
    """Counts what the worlds of a run reach; workers of pytest-xdist pass it on, the run itself shows and writes it."""

    def __init__(self, config: pytest.Config, run: Run) -> None:
        self._config = config
        self._tally = Tally()
        self._shown = bool(config.getoption("asl_coverage"))
        self._path: str | None = config.getoption("asl_coverage_json")
        run.world_ends = self._tally.add_world

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[_KEY] = self._tally.dump()
        elif self._path is not None:
            path = Path(self._config.invocation_params.dir, self._path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(as_json(self._tally), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker has ended; one that crashed tells nothing."""
        self._tally.load(getattr(node, "workeroutput", {}).get(_KEY, ()))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._shown:
            terminalreporter.section("Step Functions coverage")
            for line in table(self._tally):
                terminalreporter.write_line(line)
        if self._path is not None:
            terminalreporter.write_line(f"wrote Step Functions coverage to {self._path}")
