"""AddPermission and RemovePermission."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .support import ARN, OTHER, attributes, invalid_value, refused


def add(sqs: Any, url: str, label: str = "label", actions: Any = ("SendMessage",), accounts: Any = (OTHER,)) -> None:
    sqs.add_permission(QueueUrl=url, Label=label, AWSAccountIds=list(accounts), Actions=list(actions))


def policy(sqs: Any, url: str) -> Any:
    return json.loads(attributes(sqs, url, "Policy")["Policy"])


def test_statement(sqs: Any, orders: str) -> None:
    add(sqs, orders, actions=["ReceiveMessage"])
    assert policy(sqs, orders) == {
        "Version": "2008-10-17",
        "Id": f"{ARN}orders/SQSDefaultPolicy",
        "Statement": [
            {
                "Sid": "label",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"},
                "Action": "SQS:ReceiveMessage",
                "Resource": f"{ARN}orders",
            }
        ],
    }
    add(sqs, orders, "more", ["SendMessage", "*"], [OTHER, "111122223333"])
    assert policy(sqs, orders)["Statement"][1] == {
        "Sid": "more",
        "Effect": "Allow",
        "Principal": {"AWS": [f"arn:aws:iam::{OTHER}:root", "arn:aws:iam::111122223333:root"]},
        "Action": ["SQS:SendMessage", "SQS:*"],
        "Resource": f"{ARN}orders",
    }


def test_policy_that_is_there_is_extended(sqs: Any, orders: str) -> None:
    statement = {"Sid": "own", "Effect": "Deny", "Principal": "*", "Action": "sqs:PurgeQueue", "Resource": "*"}
    given = {"Version": "2012-10-17", "Statement": statement}
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"Policy": json.dumps(given)})
    add(sqs, orders)
    found = policy(sqs, orders)
    assert (found["Version"], [each["Sid"] for each in found["Statement"]]) == ("2012-10-17", ["own", "label"])


def test_removed_with_its_last_statement(sqs: Any, orders: str) -> None:
    add(sqs, orders, "a")
    add(sqs, orders, "b")
    sqs.remove_permission(QueueUrl=orders, Label="a")
    assert [each["Sid"] for each in policy(sqs, orders)["Statement"]] == ["b"]
    with invalid_value("a", "Label", "can't find label on existing policy."):
        sqs.remove_permission(QueueUrl=orders, Label="a")
    sqs.remove_permission(QueueUrl=orders, Label="b")
    assert "Policy" not in attributes(sqs, orders)
    with invalid_value("b", "Label", "can't find label."):
        sqs.remove_permission(QueueUrl=orders, Label="b")


def test_label_is_there(sqs: Any, orders: str) -> None:
    add(sqs, orders)
    with invalid_value("label", "Label", "Already exists."):
        add(sqs, orders, actions=["ReceiveMessage"])


@pytest.mark.parametrize("label", ["x" * 81, "a b", "ä"])
def test_bad_label(sqs: Any, orders: str, label: str) -> None:
    reason = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
    with invalid_value(label, "Label", reason):
        add(sqs, orders, label)


def test_too_much(sqs: Any, orders: str) -> None:
    with refused("OverLimit", "8 Actions were found, maximum allowed is 7."):
        add(sqs, orders, actions=["SendMessage"] * 8)
    for number in range(20):
        add(sqs, orders, f"label-{number}")
    with refused("OverLimit", "21 Statements were found, maximum allowed is 20."):
        add(sqs, orders)


@pytest.mark.parametrize("action", ["DeleteQueue", "AddPermission", "TagQueue", "StartMessageMoveTask"])
def test_actions_of_the_owner(sqs: Any, orders: str, action: str) -> None:
    reason = "Only the queue owner is allowed to invoke this action."
    with invalid_value(f"SQS:{action}", "ActionName", reason):
        add(sqs, orders, actions=["SendMessage", action])


@pytest.mark.parametrize("action", ["Foo", "SendMessageBatch", "sendmessage"])
def test_unknown_action(sqs: Any, orders: str, action: str) -> None:
    reason = "Please refer to the appropriate WSDL for a list of valid actions."
    with invalid_value(f"SQS:{action}", "ActionName", reason):
        add(sqs, orders, actions=[action])


def test_bad_account(sqs: Any, orders: str) -> None:
    with invalid_value("[x]", "PrincipalId", "Unable to verify."):
        add(sqs, orders, accounts=["x"])


def test_missing(sqs: Any, orders: str) -> None:
    for kind, params in (
        ("Actions", {"actions": []}),
        ("AWSAccountIds", {"accounts": []}),
        ("Label", {"label": ""}),
    ):
        with refused("MissingRequiredParameterException", f"The request must contain the parameter {kind}."):
            add(sqs, orders, **params)
