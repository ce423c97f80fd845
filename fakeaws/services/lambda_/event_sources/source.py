"""The queue of a mapping, by the calls that the mapping makes to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn, dns_suffix, partition_of
from fakeaws.aws.errors import AwsError
from fakeaws.aws.roles import Role
from fakeaws.aws.service import Caller
from fakeaws.services.lambda_.event_sources import limits

if TYPE_CHECKING:
    from fakeaws.aws.service import Result
    from fakeaws.services.lambda_.functions import Version
    from fakeaws.simulation.waiting import Waiter
    from fakeaws.world import World

_EVERYTHING = ["All"]


class QueueSource:
    """One queue, of any account, in the mapping's region. All calls are its function's role's."""

    def __init__(self, world: World, arn: Arn, caller: Caller) -> None:
        self._world = world
        self.arn = str(arn)
        self.region = arn.region
        self.name = arn.resource
        self.fifo = arn.resource.endswith(".fifo")
        self.caller = caller
        at_home = world.is_home(arn.account, arn.region)
        #: The queue's name on the timeline.
        self.resource = arn.resource if at_home else self.arn
        self._url = f"https://sqs.{arn.region}.{dns_suffix(arn.region)}/{arn.account}/{arn.resource}"

    def receive(self, count: int, visibility: int | None, then: Callable[..., object]) -> Waiter | None:
        """Wait for messages, as long as it takes: ``then(answer)`` hears of them, or of the error."""
        params: dict[str, Any] = {
            "QueueUrl": self._url,
            "MaxNumberOfMessages": count,
            "WaitTimeSeconds": limits.WAIT_SECONDS,
            "MessageSystemAttributeNames": _EVERYTHING,
            "MessageAttributeNames": _EVERYTHING,
        }
        if visibility is not None:
            params["VisibilityTimeout"] = visibility
        return self._world.ask(
            "sqs", "ReceiveMessage", params, caller=self.caller, then=then, region=self.region, endless=True
        )

    def delete(self, handles: Sequence[str], cause: int | None) -> int:
        """Delete messages; what SQS refuses comes back when its visibility timeout ends. How many it deleted."""
        if len(handles) == 1:
            return 0 if self._call("DeleteMessage", cause, ReceiptHandle=handles[0]) is None else 1
        deleted = 0
        for start in range(0, len(handles), limits.RECEIVE_MESSAGES):
            some = handles[start : start + limits.RECEIVE_MESSAGES]
            entries = [{"Id": str(number), "ReceiptHandle": handle} for number, handle in enumerate(some)]
            answer = self._call("DeleteMessageBatch", cause, Entries=entries)
            deleted += 0 if answer is None else len(answer.get("Successful", ()))
        return deleted

    def visibility(self) -> int:
        """The queue's visibility timeout in seconds; raises SQS's error."""
        answer = self._world.call(
            "sqs",
            "GetQueueAttributes",
            {"QueueUrl": self._url, "AttributeNames": ["VisibilityTimeout"]},
            caller=self.caller,
            region=self.region,
        )
        return int(answer["Attributes"]["VisibilityTimeout"])

    def _call(self, operation: str, cause: int | None, **params: Any) -> Result | None:
        given = {"QueueUrl": self._url, **params}
        with suppress(AwsError):  # it is on the timeline, and the messages come back
            return self._world.call("sqs", operation, given, caller=self.caller, region=self.region, cause=cause)
        return None


def caller_for(version: Version) -> Caller:
    """The session of the function's role that polls for it."""
    function = version.function
    account, name = function.service.account, function.name
    default = f"arn:{partition_of(function.service.region)}:iam::{account}:role/{name}"
    role = Role.of(Arn.parse(version.configuration.role or default))
    assert role is not None  # the model's pattern has seen to it
    return Caller(account, role.session_arn(name), role.user_id(name), actor=function.resource)
