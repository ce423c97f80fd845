"""Definitions for looking at executions, and what runs them."""

from __future__ import annotations

from typing import Any

from fakeaws import World
from fakeaws.services.stepfunctions.inspection import ExecutionView
from tests.services.stepfunctions.support import create, start

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:ask"


def machine(*states: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """States one after the other; the last one that says nothing of its end is the end."""
    named = {}
    for place, (name, state) in enumerate(states):
        going = {"Next", "End", "Choices"} & state.keys() or state["Type"] in ("Succeed", "Fail")
        last = place + 1 == len(states)
        more: dict[str, Any] = {} if going else {"End": True} if last else {"Next": states[place + 1][0]}
        named[name] = {**state, **more}
    return {"StartAt": states[0][0], "States": named}


def task(function: str, **fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": FUNCTION + function, **fields}


def ask(**fields: Any) -> dict[str, Any]:
    """A task of the activity ``ask``."""
    return {"Type": "Task", "Resource": ACTIVITY, **fields}


def looked_at(aws: World, sfn: Any, definition: dict[str, Any], input: Any = None, **more: Any) -> ExecutionView:
    """An execution ``machine:run`` that has just been started."""
    arn = create(sfn, definition, **more)
    return aws.stepfunctions.execution(start(sfn, arn, input, name="run"))


class Busy(Exception):
    """What the function ``charge`` raises twice."""


def charge_at_the_third_attempt(aws: World) -> None:
    calls: list[Any] = []

    @aws.lambda_.register("charge")
    def charge(event: Any, context: Any) -> dict[str, bool]:
        calls.append(event)
        if len(calls) < 3:
            raise Busy("try later")
        return {"ok": True}


RETRY = [{"ErrorEquals": ["Busy"], "IntervalSeconds": 2}]
