"""State machines whose tasks are an activity's, and workers."""

from __future__ import annotations

import json
from typing import Any

from .support import create, events, start

ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:pack"


def activity(sfn: Any, name: str = "pack") -> str:
    """An activity's ARN."""
    arn: str = sfn.create_activity(name=name)["activityArn"]
    return arn


def packing(**members: Any) -> dict[str, Any]:
    """A state machine with the Task "Pack"; ``members`` are the task's."""
    task: dict[str, Any] = {"Type": "Task", "Resource": ACTIVITY, "End": True, **members}
    if "Catch" in members:
        return {"StartAt": "Pack", "States": {"Pack": task, "Caught": {"Type": "Pass", "End": True}}}
    return {"StartAt": "Pack", "States": {"Pack": task}}


def run(sfn: Any, input: Any = None, **members: Any) -> str:
    """An execution of it; the activity is made too."""
    activity(sfn)
    return start(sfn, create(sfn, packing(**members)), input)


def poll(sfn: Any, arn: str = ACTIVITY, **params: Any) -> dict[str, Any]:
    """What GetActivityTask gives, without the metadata."""
    answer: dict[str, Any] = sfn.get_activity_task(activityArn=arn, **params)
    answer.pop("ResponseMetadata")
    return answer


def fetch(sfn: Any, arn: str = ACTIVITY, **params: Any) -> str:
    """The token of the next task."""
    token: str = poll(sfn, arn, **params)["taskToken"]
    return token


def work(sfn: Any, seconds: float = 0, arn: str = ACTIVITY) -> None:
    """A worker as people write it: it doubles numbers, for ever."""
    import time

    while True:
        task = sfn.get_activity_task(activityArn=arn, workerName="doubler")
        if "taskToken" not in task:
            continue
        time.sleep(seconds)
        sfn.send_task_success(taskToken=task["taskToken"], output=json.dumps(2 * json.loads(task["input"])))


def pairs(history: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Types with the events that they point at."""
    return [(event["type"], event["previousEventId"]) for event in history]


def types(sfn: Any, execution: str) -> list[str]:
    """The types of its events."""
    return [event["type"] for event in events(sfn, execution)]


def outcome(sfn: Any, execution: str) -> tuple[str, Any]:
    """Status, and output or error."""
    seen = sfn.describe_execution(executionArn=execution)
    return seen["status"], json.loads(seen["output"]) if "output" in seen else seen.get("error")
