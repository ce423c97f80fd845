"""events:putEvents as a task."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.services.stepfunctions.support import chain, create, details, failure, output, run, start, task
from tests.services.stepfunctions.support import events as history

QUEUE = "arn:aws:sqs:us-east-1:123456789012:heard"


@pytest.fixture
def heard(events: Any, sqs: Any) -> str:
    """The URL of a queue that gets all events of source "shop"."""
    url: str = sqs.create_queue(QueueName="heard")["QueueUrl"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": QUEUE,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    events.put_rule(Name="all", EventPattern='{"source": ["shop"]}')
    events.put_targets(Rule="all", Targets=[{"Id": "1", "Arn": QUEUE}])
    return url


def entry(**more: Any) -> dict[str, Any]:
    return {"Source": "shop", "DetailType": "Order", "Detail": {"id": 1}, **more}


def test_an_event_names_the_execution_and_its_machine(aws: Any, sfn: Any, sqs: Any, heard: str) -> None:
    machine = create(sfn, task("events:putEvents", {"Entries": [entry(Resources=["mine"])]}))
    execution = start(sfn, machine)
    answer = output(sfn.describe_execution(executionArn=execution))
    assert answer == {"Entries": [{"EventId": answer["Entries"][0]["EventId"]}], "FailedEntryCount": 0}
    aws.clock.advance(seconds=1)
    (message,) = sqs.receive_message(QueueUrl=heard)["Messages"]
    event = json.loads(message["Body"])
    assert (event["id"], event["detail"]) == (answer["Entries"][0]["EventId"], {"id": 1})
    assert event["resources"] == ["mine", execution, machine]


def test_one_failed_entry_fails_the_task_and_the_others_are_sent(aws: Any, sfn: Any, sqs: Any, heard: str) -> None:
    execution = start(sfn, create(sfn, task("events:putEvents", {"Entries": [entry(), entry(Detail="no JSON")]})))
    kind, error, cause = failure(sfn, execution)
    assert (kind, error) == ("TaskFailed", "EventBridge.FailedEntry")
    aws.clock.advance(seconds=1)
    (message,) = sqs.receive_message(QueueUrl=heard)["Messages"]
    sent = json.loads(message["Body"])["id"]
    assert cause == (
        f'{{"Entries":[{{"EventId":"{sent}"}},'
        '{"ErrorCode":"MalformedDetail","ErrorMessage":"Detail is malformed."}],"FailedEntryCount":1}'
    )


def test_an_event_without_source(sfn: Any) -> None:
    without = {"DetailType": "Order", "Detail": {}}
    _, error, cause = failure(sfn, start(sfn, create(sfn, task("events:putEvents", {"Entries": [without]}))))
    assert error == "EventBridge.FailedEntry"
    assert json.loads(cause)["Entries"] == [
        {
            "ErrorCode": "InvalidArgument",
            "ErrorMessage": "Parameter Source is not valid. Reason: Source is a required argument.",
        }
    ]


def test_an_event_with_a_token(aws: Any, sfn: Any, sqs: Any, heard: str) -> None:
    entries = [{"Source": "shop", "DetailType": "Ask", "Detail": {"token.$": "$$.Task.Token"}}]
    execution = start(sfn, create(sfn, task("events:putEvents.waitForTaskToken", {"Entries": entries})))
    aws.clock.advance(days=2)
    (message,) = sqs.receive_message(QueueUrl=heard)["Messages"]
    sfn.send_task_success(taskToken=json.loads(message["Body"])["detail"]["token"], output='"yes"')
    assert output(sfn.describe_execution(executionArn=execution)) == "yes"
    submitted = history(sfn, execution)[4]
    assert submitted["type"] == "TaskSubmitted"
    assert list(json.loads(details(submitted)["output"])) == ["Entries", "FailedEntryCount"]
    assert [kind for _, _, kind in chain(sfn, execution)][5] == "TaskSucceeded"


def test_no_entries(sfn: Any) -> None:
    described = run(sfn, task("events:putEvents", {}))
    assert described["error"] == "States.Runtime"
    assert described["cause"].endswith("[The field 'Entries' is required but was missing]")
