"""What a world's ``config={"stepfunctions": {…}}`` may say."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final

from fakeaws.errors import InvalidOption
from fakeaws.services.stepfunctions.limits import Quotas

#: Each checked where it is used.
_OTHERS: Final = ("throttling",)
_PROBABILITY: Final = "express_at_least_once"
#: moto's own; its state machines always run here.
_OF_MOTO: Final = ("execute_state_machine",)


def settings_of(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings in a world's ``config``. Raises `InvalidOption` for names and values that it cannot have."""
    settings: Mapping[str, Any] = config.get("stepfunctions", {})
    quotas = sorted(Quotas.__slots__)
    known = sorted((*quotas, *_OTHERS, _PROBABILITY))
    for name, value in settings.items():
        if name in quotas and (type(value) is not int or value < 0):
            raise _refuse(name, value, "must be a whole number, not negative")
        if name == _PROBABILITY and (
            isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1
        ):
            raise _refuse(name, value, "must be a probability, from 0 to 1")
        if name not in known and name not in _OF_MOTO:
            near = get_close_matches(str(name), known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            raise _refuse(name, value, f"is no setting; {hint}")
    return settings


def _refuse(name: str, value: object, why: str) -> InvalidOption:
    return InvalidOption(f'mock_aws: config={{"stepfunctions": {{{name!r}: {value!r}}}}} {why}')
