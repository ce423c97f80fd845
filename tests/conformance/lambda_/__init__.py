"""Lambda's conformance, in modules of one family of operations each, collected by their names.

- ``scenarios_of_*``: ``TABLE`` has the scenario of each operation, ``NEVER_SHOWN`` what it never shows;
- ``refusals_of_*``: ``TABLE`` has the refusals, ``UNASKED`` why there is none for a modelled error;
- ``furniture_of_*``: ``furnish``, ``snapshot`` and ``probe`` of what refused calls could change.

`catalogue` has all errors of the service. The service's own name is a keyword, so the package has another.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any

from tests.conformance.contract import Contract, Refusal, Scenario, Stage
from tests.conformance.lambda_.catalogue import CATALOGUE, UNASKED


def _modules(prefix: str) -> list[ModuleType]:
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if info.name.startswith(prefix))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


def _merged(modules: list[ModuleType], name: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for module in modules:
        table = getattr(module, name, {})
        twice = merged.keys() & table.keys()
        assert not twice, f"{module.__name__}.{name} says again what another module says: {sorted(twice)}"
        merged.update(table)
    return merged


_SCENARIOS = _modules("scenarios_of_")
_REFUSALS = _modules("refusals_of_")
_FURNITURE = _modules("furniture_of_")

_scenarios: dict[str, Scenario] = _merged(_SCENARIOS, "TABLE")
_refusals: list[Refusal] = [refusal for module in _REFUSALS for refusal in module.TABLE]


def furnish(on: Stage) -> None:
    for module in _FURNITURE:
        module.furnish(on)


def snapshot(on: Stage) -> Any:
    return [module.snapshot(on) for module in _FURNITURE]


def probe(on: Stage) -> Any:
    return [module.probe(on) for module in _FURNITURE]


CONTRACT = Contract(
    service="lambda",
    scenarios=_scenarios,
    never_shown=_merged(_SCENARIOS, "NEVER_SHOWN"),
    catalogue=CATALOGUE,
    refusals=_refusals,
    unasked={**UNASKED, **_merged(_REFUSALS, "UNASKED")},
    furnish=furnish,
    snapshot=snapshot,
    probe=probe,
    # Recorded answers to updates have it, as those to CreateFunction have it as StateReasonCode.
    beyond_enums={"LastUpdateStatusReasonCode": "Creating"},
    empties=True,
)
