"""The message move tasks of an account and region: who may start one, which are known, what they answer."""

from __future__ import annotations

import base64
import binascii
import json
from collections import deque
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from fakeaws.aws.service import Caller
from fakeaws.services.sqs import errors, limits
from fakeaws.services.sqs.moving import FAILED, RUNNING, MoveTask
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.sqs.queues import Queue
    from fakeaws.world import World

#: What AWS asks a caller's permission on the dead-letter queue for, besides the operation itself.
PERMISSIONS = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")


class Handle(NamedTuple):
    """What a task handle says."""

    task_id: str
    source_arn: str


def encode(handle: Handle) -> str:
    """A task handle as callers see it."""
    text = json.dumps({"taskId": handle.task_id, "sourceArn": handle.source_arn})
    return base64.b64encode(text.encode()).decode()


def decode(text: str | None) -> Handle:
    """What `encode` made; raises AWS's error for anything else."""
    if text is None:
        raise errors.missing_parameter("TaskHandle")
    try:
        handle = json.loads(base64.b64decode(text, validate=True))
        task_id, source_arn = handle["taskId"], handle["sourceArn"]
    except (binascii.Error, ValueError, TypeError, KeyError):
        task_id = source_arn = None
    if not (isinstance(task_id, str) and isinstance(source_arn, str)):
        raise errors.invalid_parameter("Value for parameter TaskHandle is invalid.")
    return Handle(task_id, source_arn)


class MoveTasks:
    """The newest tasks of each source queue, newest first."""

    def __init__(self, world: World, account: str, region: str) -> None:
        self._world = world
        self._stream = f"sqs.move-task-id/{account}/{region}"
        self._by_source: dict[str, deque[MoveTask]] = {}

    def start(self, source: Queue, destination: Queue | None, params: Mapping[str, Any], caller: Caller) -> str:
        """StartMessageMoveTask from a queue that passed `check_source`; the new task's handle."""
        if destination is source:
            raise errors.invalid_parameter("Source queue arn and destination queue arn cannot be the same.")
        if destination is not None and destination.fifo is not source.fifo:
            raise errors.invalid_parameter("The source queue and destination queue must be of the same queue type.")
        rate: int | None = params.get("MaxNumberOfMessagesPerSecond")
        if rate is not None and rate not in limits.MOVE_RATE:
            raise errors.number_out_of_range("MaxNumberOfMessagesPerSecond", limits.MOVE_RATE[-1])
        active = self._active()
        if any(task.source is source for task in active):
            raise errors.invalid_parameter(
                "There is already a task running. Only one active task is allowed for a source queue arn at a given time."
            )
        if len(active) >= limits.MOVE_TASKS:
            raise errors.over_limit(f"The maximum number of {limits.MOVE_TASKS} active message move tasks is reached.")
        id = uuid_of(self._world.streams.stream(self._stream).getrandbits(128))
        record = self._note("StartMessageMoveTask", source, id)
        task = MoveTask(id, source, destination, rate, caller, record)
        self._by_source.setdefault(source.name, deque(maxlen=limits.MOVE_TASKS_LISTED)).appendleft(task)
        return encode(Handle(id, source.arn))

    def cancel(self, source: Queue, task_id: str) -> int:
        """CancelMessageMoveTask; how many messages the task has moved."""
        task = next((task for task in self._of(source) if task.id == task_id), None)
        if task is None:
            raise errors.no_such_task()
        if task.status != RUNNING:
            raise errors.invalid_parameter("Only active tasks can be cancelled.")
        self._note("CancelMessageMoveTask", source, task_id)
        task.cancel()
        return task.moved

    def listed(self, source: Queue, count: int) -> list[dict[str, Any]]:
        """ListMessageMoveTasks."""
        if not 1 <= count <= limits.MOVE_TASKS_LISTED:
            raise errors.number_out_of_range("MaxResults", limits.MOVE_TASKS_LISTED)
        return [_described(task) for task in islice(self._of(source), count)]

    def forget(self, source: Queue) -> None:
        """A queue is deleted."""
        for task in self._by_source.pop(source.name, ()):
            task.drop()

    def under_way(self) -> list[str]:
        """A phrase for each task that has not ended."""
        return [str(task) for task in self._active()]

    def _active(self) -> list[MoveTask]:
        return [tasks[0] for tasks in self._by_source.values() if tasks[0].active]  # only the newest can be

    def _of(self, source: Queue) -> deque[MoveTask]:
        return self._by_source.get(source.name, deque())

    def _note(self, kind: str, source: Queue, task_id: str) -> int:
        self._world.simulation.progressed()
        return self._world.timeline.add("sqs", kind, source.resource, "ok", details={"task": task_id})


def check_source(source: Queue) -> None:
    """Raise AWS's error unless the queue is the dead-letter queue of some queue now."""
    queues = source.service.queues.values()
    if not any(queue.redrive is not None and queue.redrive.target_arn == source.arn for queue in queues):
        raise errors.invalid_parameter("Source queue must be configured as a Dead Letter Queue.")


def _described(task: MoveTask) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "Status": task.status,
        "SourceArn": task.source.arn,
        "ApproximateNumberOfMessagesMoved": task.moved,
        "ApproximateNumberOfMessagesToMove": task.to_move,
        "StartedTimestamp": task.started_ms,
    }
    if task.status == RUNNING:
        answer["TaskHandle"] = encode(Handle(task.id, task.source.arn))
    if task.destination is not None:
        answer["DestinationArn"] = task.destination.arn
    if task.rate is not None:
        answer["MaxNumberOfMessagesPerSecond"] = task.rate
    if task.status == FAILED:
        answer["FailureReason"] = task.failure
    return answer
