"""``config={"stepfunctions": {…}}``: names and values that it cannot have are refused, at the first call."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import mock_aws
from fakeaws.errors import InvalidOption
from tests.services.stepfunctions.support import client


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"express_at_least_onc": 1},
            "'express_at_least_onc': 1}} is no setting; did you mean 'express_at_least_once'?",
        ),
        ({"zzz": 1}, "is no setting; there are activities, activity_pollers, aliases, express_at_least_once, "),
        ({"express_at_least_once": 3}, "must be a probability, from 0 to 1"),
        ({"express_at_least_once": True}, "must be a probability, from 0 to 1"),
        ({"open_executions": -1}, "must be a whole number, not negative"),
        ({"open_executions": "many"}, "must be a whole number, not negative"),
    ],
)
def test_refused(settings: dict[str, Any], message: str) -> None:
    with mock_aws(config={"stepfunctions": settings}):
        with pytest.raises(InvalidOption) as caught:
            client().list_state_machines()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "settings", [{"execute_state_machine": True}, {"open_executions": 0}, {"express_at_least_once": 0.5}]
)
def test_taken(settings: dict[str, Any]) -> None:
    """moto's own setting, too."""
    with mock_aws(config={"stepfunctions": settings}):
        assert client().list_state_machines()["stateMachines"] == []
