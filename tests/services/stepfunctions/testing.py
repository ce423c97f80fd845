"""TestState, as tests call it."""

from __future__ import annotations

import json
from typing import Any

from tests.services.stepfunctions.support import ROLE


def answer_to(sfn: Any, state: dict[str, Any], **params: Any) -> dict[str, Any]:
    """TestState with a role; JSON parameters as values. Without the response's metadata."""
    params = {name: json.dumps(value) if name in ("input", "variables", "context") else value
              for name, value in params.items()}  # fmt: skip
    answer: dict[str, Any] = sfn.test_state(definition=json.dumps(state), roleArn=ROLE, **params)
    answer.pop("ResponseMetadata")
    return answer


def inspected(sfn: Any, state: dict[str, Any], **params: Any) -> dict[str, Any]:
    """Its inspection data, their texts parsed."""
    data = answer_to(sfn, state, inspectionLevel="DEBUG", **params)["inspectionData"]
    return {name: json.loads(value) if isinstance(value, str) else value for name, value in data.items()}


def mocked(result: Any) -> dict[str, Any]:
    """A mock with that result."""
    return {"result": json.dumps(result)}
