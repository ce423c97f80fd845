"""Refusals of permissions, tags, pages and message move tasks, and of those who may not. In the fact sheet's order."""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.sqs.furniture import ACCOUNT, ARN, DEAD, OPEN, ORDERS, OTHER, PLAIN
from tests.conformance.sqs.rows import INVALID, MISSING, ON_A_QUEUE, asked, lacking, value_is_invalid

_LABEL = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
_OWNER = "Only the queue owner is allowed to invoke this action."
_UNKNOWN_ACTION = "Please refer to the appropriate WSDL for a list of valid actions."
_CHARACTERS = "can only include letters, digits, spaces and the characters _ . : / = + - @"
_PAGE = "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000."
_NO_SOURCE = "The resource that you specified for the SourceArn parameter doesn't exist."
_ARN_FORMAT = (
    "You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
)
#: Operations that no policy opens to other accounts.
_OWNERS = (
    "AddPermission",
    "RemovePermission",
    "DeleteQueue",
    "SetQueueAttributes",
    "ListQueueTags",
    "TagQueue",
    "UntagQueue",
)
_OTHERS_ACTIONS = (
    "CreateQueue",
    "ListQueues",
    "StartMessageMoveTask",
    "CancelMessageMoveTask",
    "ListMessageMoveTasks",
)
#: The action that a batch is judged by.
_SINGLE = {
    "SendMessageBatch": "SendMessage",
    "DeleteMessageBatch": "DeleteMessage",
    "ChangeMessageVisibilityBatch": "ChangeMessageVisibility",
}


def _add(id: str, shape: str, message: str, queue: str = ORDERS, given: Any = None, **changed: Any) -> Refusal:
    return Refusal(id, "AddPermission", asked("AddPermission", queue, **changed), shape, message, given=given)


def _full_policy(on: Stage) -> None:
    for number in range(20):
        on.ask("AddPermission", QueueUrl=PLAIN, Label=f"l{number}", AWSAccountIds=[OTHER], Actions=["*"])


def _long_policy(on: Stage) -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "x" * 8_000}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    on.ask("SetQueueAttributes", QueueUrl=PLAIN, Attributes={"Policy": policy})


def _full_of_tags(on: Stage) -> None:
    on.ask("TagQueue", QueueUrl=PLAIN, Tags={f"tag {number}": "" for number in range(50)})


def _tags(id: str, message: str, tags: dict[str, str]) -> list[Refusal]:
    return [
        Refusal(id, "TagQueue", {"QueueUrl": ORDERS, "Tags": tags}, INVALID, message),
        Refusal(id, "CreateQueue", {"QueueName": "new", "tags": tags}, INVALID, message),
    ]


def _moving(on: Stage) -> None:
    """A task moves four messages slowly."""
    for number in range(4):
        on.ask("SendMessage", QueueUrl=DEAD, MessageBody=str(number))
    task = on.ask("StartMessageMoveTask", SourceArn=ARN + "dead", MaxNumberOfMessagesPerSecond=1)
    on.values["<task>"] = task["TaskHandle"]


def _denied(operation: str, queue: str) -> Refusal:
    action = _SINGLE.get(operation, operation).lower()
    name = queue.rsplit("/", 1)[-1]
    message = (
        f"User: arn:aws:iam::{OTHER}:user/test is not authorized to perform: sqs:{action} on resource: {ARN}{name} "
        f"because no resource-based policy allows the sqs:{action} action"
    )
    return Refusal(
        f"another account, queue {name}",
        operation,
        asked(operation, queue),
        "AccessDeniedException",
        message,
        account=OTHER,
    )


def _task_handle(queue: str) -> str:
    task = {"taskId": "8f3ab3c5-6a5c-4d02-8e3b-9f7a1c2d3e4f", "sourceArn": ARN + queue}
    return base64.b64encode(json.dumps(task).encode()).decode()


TABLE: tuple[Refusal, ...] = (
    # -- permissions
    _add("label is there", INVALID, value_is_invalid("label", "Label", "Already exists."), Label="label"),
    *(
        _add(f"label {label[:5]!r} of {len(label)}", INVALID, value_is_invalid(label, "Label", _LABEL), Label=label)
        for label in ("x" * 81, "a b", "ä")
    ),
    Refusal(
        "queue without a policy",
        "RemovePermission",
        asked("RemovePermission", PLAIN),
        INVALID,
        value_is_invalid("label", "Label", "can't find label."),
    ),
    Refusal(
        "unknown label",
        "RemovePermission",
        asked("RemovePermission", Label="other"),
        INVALID,
        value_is_invalid("other", "Label", "can't find label on existing policy."),
    ),
    lacking("RemovePermission", "Label"),
    Refusal(
        "empty label",
        "RemovePermission",
        asked("RemovePermission", Label=""),
        MISSING,
        "The request must contain the parameter Label.",
    ),
    _add("8 actions", "OverLimit", "8 Actions were found, maximum allowed is 7.", Actions=["SendMessage"] * 8),
    _add("21 statements", "OverLimit", "21 Statements were found, maximum allowed is 20.", PLAIN, _full_policy),
    *(
        _add(
            f"action {action}", INVALID, value_is_invalid(f"SQS:{action}", "ActionName", _OWNER), Actions=["*", action]
        )
        for action in (*_OWNERS, *_OTHERS_ACTIONS)
    ),
    *(
        _add(
            f"action {action}",
            INVALID,
            value_is_invalid(f"SQS:{action}", "ActionName", _UNKNOWN_ACTION),
            Actions=[action],
        )
        for action in ("Nonsense", "sendmessage", *_SINGLE)
    ),
    _add("empty actions", MISSING, "The request must contain the parameter Actions.", Actions=[]),
    _add("empty accounts", MISSING, "The request must contain the parameter AWSAccountIds.", AWSAccountIds=[]),
    _add("empty label", MISSING, "The request must contain the parameter Label.", Label=""),
    *(lacking("AddPermission", name) for name in ("Actions", "AWSAccountIds", "Label")),
    *(
        _add(
            f"account {account!r}",
            INVALID,
            value_is_invalid(f"[{account}]", "PrincipalId", "Unable to verify."),
            AWSAccountIds=[OTHER, account],
        )
        for account in ("somebody", "12345678901", "")
    ),
    # -- tags
    Refusal(
        "empty tags", "TagQueue", asked("TagQueue", Tags={}), MISSING, "The request must contain the parameter Tags."
    ),
    lacking("TagQueue", "Tags"),
    Refusal(
        "51 tags",
        "TagQueue",
        {"QueueUrl": PLAIN, "Tags": {"one more": ""}},
        INVALID,
        "Too many tags added for queue plain.",
        given=_full_of_tags,
    ),
    Refusal(
        "51 tags",
        "CreateQueue",
        {"QueueName": "new", "tags": {f"tag {number}": "" for number in range(51)}},
        INVALID,
        "Too many tags added for queue new.",
    ),
    *(
        row
        for key in ("", "x" * 129)
        for row in _tags(
            f"key of {len(key)}", "Tag keys must be between 1 and 128 characters in length.", {"good": "", key: ""}
        )
    ),
    *_tags("value of 257", "Tag values must be between 0 and 256 characters in length.", {"a": "x" * 257}),
    *_tags("reserved key", "aws: prefixed tag key names are not allowed for external use.", {"AWS:team": "a"}),
    *_tags("key with a mark", f"Tag keys {_CHARACTERS}", {"team#1": "a"}),
    *_tags("value with a mark", f"Tag values {_CHARACTERS}", {"team": "a, b"}),
    *(
        Refusal(
            f"key of {len(key)}",
            "UntagQueue",
            asked("UntagQueue", TagKeys=["team", key]),
            INVALID,
            "Tag keys must be between 1 and 128 characters in length.",
        )
        for key in ("", "x" * 129)
    ),
    Refusal(
        "no keys",
        "UntagQueue",
        asked("UntagQueue", TagKeys=[]),
        MISSING,
        "The request must contain the parameter TagKeys.",
    ),
    Refusal(
        "keys missing",
        "UntagQueue",
        {"QueueUrl": ORDERS},
        MISSING,
        "The request must contain the parameter TagKeys.",
        unchecked=True,
    ),
    # -- pages
    *(
        Refusal(f"MaxResults {count}", operation, {**params, "MaxResults": count}, INVALID, _PAGE)
        for operation, params in (("ListQueues", {}), ("ListDeadLetterSourceQueues", {"QueueUrl": DEAD}))
        for count in (-1, 1_001)
    ),
    *(
        Refusal(
            f"token {token!r}", operation, {**params, "NextToken": token}, INVALID, "Invalid or expired next token."
        )
        for operation, params in (("ListQueues", {}), ("ListDeadLetterSourceQueues", {"QueueUrl": DEAD}))
        for token in ("rubbish", "", "cnViYmlzaA==")
    ),
    # -- message move tasks
    Refusal(
        "source is no dead-letter queue",
        "StartMessageMoveTask",
        {"SourceArn": ARN + "plain"},
        INVALID,
        "Source queue must be configured as a Dead Letter Queue.",
    ),
    Refusal(
        "unknown source",
        "StartMessageMoveTask",
        {"SourceArn": ARN + "nothing"},
        "ResourceNotFoundException",
        _NO_SOURCE,
    ),
    Refusal(
        "unknown destination",
        "StartMessageMoveTask",
        {"SourceArn": ARN + "dead", "DestinationArn": ARN + "nothing"},
        "ResourceNotFoundException",
        "The resource that you specified for the DestinationArn parameter doesn't exist.",
    ),
    Refusal(
        "a task is running",
        "StartMessageMoveTask",
        {"SourceArn": ARN + "dead"},
        INVALID,
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
        given=_moving,
    ),
    Refusal(
        "handle that is none",
        "CancelMessageMoveTask",
        {"TaskHandle": "rubbish"},
        INVALID,
        "Value for parameter TaskHandle is invalid.",
    ),
    Refusal(
        "handle of an unknown queue",
        "CancelMessageMoveTask",
        {"TaskHandle": _task_handle("nothing")},
        "ResourceNotFoundException",
        _NO_SOURCE,
    ),
    Refusal(
        "unknown task",
        "CancelMessageMoveTask",
        {"TaskHandle": _task_handle("dead")},
        "ResourceNotFoundException",
        "Task does not exist.",
    ),
    Refusal("malformed ARN", "ListMessageMoveTasks", {"SourceArn": "dead"}, INVALID, _ARN_FORMAT),
    Refusal(
        "unknown source",
        "ListMessageMoveTasks",
        {"SourceArn": ARN + "nothing"},
        "ResourceNotFoundException",
        _NO_SOURCE,
    ),
    # -- who may not
    *(_denied(operation, ORDERS) for operation in ON_A_QUEUE),
    *(_denied(operation, OPEN) for operation in _OWNERS),
    Refusal(
        "another account, queue orders",
        "GetQueueUrl",
        {"QueueName": "orders", "QueueOwnerAWSAccountId": ACCOUNT},
        "AccessDeniedException",
        f"User: arn:aws:iam::{OTHER}:user/test is not authorized to perform: sqs:getqueueurl on resource: {ARN}orders "
        "because no resource-based policy allows the sqs:getqueueurl action",
        account=OTHER,
    ),
)
