"""Queue policies: whom they let in, under each of the world's three ways to judge."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import MissingPolicyWarning, World, mock_aws
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Caller

from .support import ACCOUNT, ARN, OTHER, bodies, client, make, refused, send

TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:prices"
SNS = Caller(ACCOUNT, "", "AIDAISMY4JOTHERID", service="sns.amazonaws.com", source_arn=TOPIC)
NOT_ALLOWED = "because no resource-based policy allows the sqs:sendmessage action"


def publish(aws: World, url: str, caller: Caller = SNS) -> Any:
    return aws.call("sqs", "SendMessage", {"QueueUrl": url, "MessageBody": "a"}, caller=caller)


def allow(
    sqs: Any, url: str, principal: Any, action: str = "sqs:SendMessage", effect: str = "Allow", **condition: Any
) -> None:
    statement = {"Effect": effect, "Principal": principal, "Action": action, "Resource": ARN + "orders"}
    if condition:
        statement["Condition"] = condition
    document = {"Version": "2012-10-17", "Statement": [statement]}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(document)})


def refusal(aws: World, url: str, caller: Caller = SNS) -> str:
    with pytest.raises(AwsError) as caught:
        publish(aws, url, caller)
    error = caught.value
    assert (error.code, error.status, error.query_code) == ("AccessDenied", 403, "AccessDeniedException")
    return error.message


def test_service_without_policy_is_let_in_with_one_warning(aws: World, sqs: Any, orders: str) -> None:
    with pytest.warns(MissingPolicyWarning, match=r"sns\.amazonaws\.com.*'aws:SourceArn': '.*:prices'"):
        publish(aws, orders)
    publish(aws, orders)  # a second warning would be an error
    assert bodies(sqs, orders) == ["a", "a"]


def test_service_without_policy_is_refused_when_enforced() -> None:
    with mock_aws(policies="enforced") as aws:
        sqs = client()
        url = make(sqs)
        assert refusal(aws, url) == (
            "User: sns.amazonaws.com is not authorized to perform: sqs:sendmessage "
            f"on resource: {ARN}orders {NOT_ALLOWED}"
        )
        aws.sqs.queue("orders").grant_send(TOPIC)
        publish(aws, url)
        assert bodies(sqs, url) == ["a"]


def test_nothing_is_judged_when_off() -> None:
    with mock_aws(policies="off") as aws:
        url = make(client())
        publish(aws, url)
        allow(client(), url, "*", effect="Deny")
        publish(aws, url)


def test_policy_judges_the_source(aws: World, sqs: Any, orders: str) -> None:
    allow(sqs, orders, {"Service": "sns.amazonaws.com"}, ArnEquals={"aws:SourceArn": TOPIC})
    publish(aws, orders)
    other = Caller(ACCOUNT, "", "AIDA", service="sns.amazonaws.com", source_arn=TOPIC + "-2")
    assert NOT_ALLOWED in refusal(aws, orders, other)
    events = Caller(ACCOUNT, "", "AIDA", service="events.amazonaws.com", source_arn=TOPIC)
    assert NOT_ALLOWED in refusal(aws, orders, events)
    allow(sqs, orders, {"Service": "sns.amazonaws.com"}, StringEquals={"aws:SourceAccount": ACCOUNT})
    publish(aws, orders, other)


@pytest.mark.parametrize("until", [("aws:CurrentTime", "2026-01-05T01:00:00Z"), ("AWS:epochtime", "1767574800")])
def test_policy_judges_the_time_of_each_call(aws: World, sqs: Any, orders: str, until: tuple[str, str]) -> None:
    key, instant = until
    operator = "DateLessThan" if "T" in instant else "NumericLessThan"
    allow(sqs, orders, {"Service": "sns.amazonaws.com"}, **{operator: {key: instant}})
    publish(aws, orders)
    aws.clock.advance(minutes=59)
    publish(aws, orders)
    aws.clock.advance(minutes=1)
    assert NOT_ALLOWED in refusal(aws, orders)


def test_a_new_policy_counts_from_the_next_call_on(aws: World, sqs: Any, orders: str) -> None:
    for _ in range(2):
        allow(sqs, orders, {"Service": "sns.amazonaws.com"})
        publish(aws, orders)
        allow(sqs, orders, {"Service": "events.amazonaws.com"})
        assert NOT_ALLOWED in refusal(aws, orders)


def test_own_users_need_no_policy_but_obey_a_deny(sqs: Any, orders: str) -> None:
    allow(sqs, orders, {"AWS": OTHER})
    send(sqs, orders, "a")
    allow(sqs, orders, "*", effect="Deny")
    with refused(
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/test is not authorized to perform: sqs:sendmessage "
        f"on resource: {ARN}orders with an explicit deny in a resource-based policy",
    ):
        send(sqs, orders, "b")
    assert bodies(sqs, orders) == ["a"]


def test_deny_of_the_single_action_covers_batches(sqs: Any, orders: str) -> None:
    allow(sqs, orders, "*", effect="Deny")
    with refused(
        "AccessDeniedException",
        f"User: arn:aws:iam::{ACCOUNT}:user/test is not authorized to perform: sqs:sendmessage "
        f"on resource: {ARN}orders with an explicit deny in a resource-based policy",
    ):
        sqs.send_message_batch(QueueUrl=orders, Entries=[{"Id": "1", "MessageBody": "a"}])


def test_other_accounts_need_the_policy(aws: World, sqs: Any, orders: str) -> None:
    stranger = aws.boto3_session(account=OTHER).client("sqs")
    who = f"User: {stranger_arn(aws)} is not authorized to perform: sqs:sendmessage on resource: {ARN}orders"
    with refused("AccessDeniedException", f"{who} {NOT_ALLOWED}"):
        send(stranger, orders, "a")
    sqs.add_permission(QueueUrl=orders, Label="l", AWSAccountIds=[OTHER], Actions=["SendMessage", "GetQueueUrl"])
    send(stranger, orders, "a")
    assert stranger.get_queue_url(QueueName="orders", QueueOwnerAWSAccountId=ACCOUNT)["QueueUrl"] == orders
    assert bodies(sqs, orders) == ["a"]


def test_owner_only_operations_cannot_be_opened(aws: World, sqs: Any, orders: str) -> None:
    allow(sqs, orders, "*", action="sqs:*")
    stranger = aws.boto3_session(account=OTHER).client("sqs")
    stranger.purge_queue(QueueUrl=orders)
    who = f"User: {stranger_arn(aws)} is not authorized to perform: sqs:tagqueue on resource: {ARN}orders"
    with refused("AccessDeniedException", f"{who} because no resource-based policy allows the sqs:tagqueue action"):
        stranger.tag_queue(QueueUrl=orders, Tags={"a": "b"})


def stranger_arn(aws: World) -> str:
    arn: str = aws.boto3_session(account=OTHER).client("sts").get_caller_identity()["Arn"]
    return arn
