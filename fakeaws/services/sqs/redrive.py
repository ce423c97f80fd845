"""Dead-letter queues: the redrive policy of a source and the redrive allow policy of its target."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import Arn
from fakeaws.services.sqs import errors

if TYPE_CHECKING:
    from fakeaws.services.sqs.operations import Sqs
    from fakeaws.services.sqs.queues import Queue

_MAX_RECEIVES = range(1, 1_001)
_SOURCE_ARNS = 10


class Redrive:
    """A queue's redrive policy: after ``max_receives`` deliveries a message goes to the queue ``target_arn``."""

    __slots__ = ("max_receives", "target_arn", "target_name")

    def __init__(self, target_arn: str, max_receives: int) -> None:
        self.target_arn = target_arn
        self.target_name = target_arn.rsplit(":", 1)[-1]
        self.max_receives = max_receives


def parse_redrive_policy(text: str | None) -> Redrive | None:
    """A checked policy's meaning; ``None`` for none."""
    if not text:
        return None
    policy = json.loads(text)
    return Redrive(policy["deadLetterTargetArn"], int(policy["maxReceiveCount"]))


def check_redrive_policy(text: str, service: Sqs, source_arn: str, fifo: bool) -> None:
    """Raise AWS's error unless a queue ``source_arn`` may have this policy."""

    def refused(reason: str) -> Exception:
        return errors.invalid_value(text, "RedrivePolicy", reason)

    policy = _json_map(text)
    if policy is None:
        raise errors.invalid_attribute_value("RedrivePolicy", "Redrive policy is not a valid JSON map.")
    for key in ("deadLetterTargetArn", "maxReceiveCount"):
        if policy.get(key) in (None, ""):
            raise refused(f"Redrive policy does not contain mandatory attribute: {key}.")
    if len(policy) > 2:
        raise refused("Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].")
    count = policy["maxReceiveCount"]
    if _whole(count) not in _MAX_RECEIVES:
        raise refused(f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to 1000 both inclusive.")
    target = _target(str(policy["deadLetterTargetArn"]))
    if target is None:
        raise refused("Only SQS queues are valid resources for deadLetterTargetArn.")
    if target.account != service.account:
        raise refused("Dead-letter target owner should be same as the source.")
    queue = service.queues.get(target.resource) if target.region == service.region else None
    if queue is None:
        raise refused("Dead letter target does not exist.")
    if queue.fifo != fifo:
        raise refused("Dead-letter queue must be same type of queue as the source.")
    if not _allows(queue, source_arn):
        raise refused("The redrive allow policy of the dead-letter queue does not allow this source queue.")


def check_redrive_allow_policy(text: str) -> None:
    """Raise AWS's error unless this is a redrive allow policy."""

    def refused(reason: str) -> Exception:
        return errors.invalid_value(
            text, "RedriveAllowPolicy", f"Amazon SQS can't create the redrive allow policy. {reason}"
        )

    policy = _json_map(text)
    permission = policy.get("redrivePermission") if policy is not None else None
    arns = policy.get("sourceQueueArns") if policy is not None else None
    if (
        policy is None
        or permission not in ("allowAll", "denyAll", "byQueue")
        or not set(policy) <= {"redrivePermission", "sourceQueueArns"}
        or not isinstance(arns, (list, type(None)))
    ):
        raise errors.invalid_attribute_value(
            "RedriveAllowPolicy",
            "Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.",
        )
    if permission == "byQueue":
        if not arns:
            raise refused(
                "When you specify the byQueue permission type, you must also specify "
                "one or more sourceQueueArns values."
            )
        if len(arns) > _SOURCE_ARNS:
            raise refused(f"The maximum number of source queue ARNs you can specify is {_SOURCE_ARNS}.")
    elif arns:
        raise refused("To specify one or more source queue ARNs, you must set redrivePermission to byQueue.")


def _allows(target: Queue, source_arn: str) -> bool:
    text = target.settings.get("RedriveAllowPolicy")
    if not text:
        return True
    policy = json.loads(text)
    permission = policy["redrivePermission"]
    return permission == "allowAll" or (permission == "byQueue" and source_arn in policy["sourceQueueArns"])


def _json_map(text: str) -> dict[str, Any] | None:
    try:
        policy = json.loads(text)
    except ValueError:
        return None
    return policy if isinstance(policy, dict) else None


def _whole(count: object) -> int:
    """The number that a count stands for; 0 for what is none."""
    if isinstance(count, int) and not isinstance(count, bool):
        return count
    return int(count) if isinstance(count, str) and count.isdecimal() and count.isascii() else 0


def _target(text: str) -> Arn | None:
    arn = Arn.or_none(text)
    return arn if arn is not None and arn.service == "sqs" else None
