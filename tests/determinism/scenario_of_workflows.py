"""Workflows: jittered retries, branches, a Map, tokens and activities that actors answer, a weighted alias, double runs.

A distributed Map among them; half of the orders come from threads of a pool.

``python -m tests.determinism.scenario_of_workflows [runs]`` runs it on its own.
"""

from __future__ import annotations

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3

from fakeaws import World, mock_aws
from fakeaws.timeline.digest import digest
from tests.determinism.running import main

SESSION = boto3.session.Session(region_name="us-east-1")
CLIENTS: dict[str, Any] = {name: SESSION.client(name) for name in ("sqs", "stepfunctions")}
"""Made once: reading the models takes longer than a run."""

POOL = ThreadPoolExecutor(3, thread_name_prefix="customer")
ROLE = "arn:aws:iam::123456789012:role/workflows"
TRANSIENT = ["Busy", "Lambda.TooManyRequestsException", "States.Timeout"]
RETRY = [{"ErrorEquals": TRANSIENT, "IntervalSeconds": 2, "MaxAttempts": 4, "JitterStrategy": "FULL"}]
GIVE_UP = [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}]


class Busy(Exception):
    """Try again."""


def charge(event: Any, context: Any) -> dict[str, Any]:
    time.sleep(random.uniform(0.1, 3))
    if random.random() < 0.5:
        raise Busy(context.aws_request_id)
    return {"charged": event}


def call(function: str, **more: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": f"arn:aws:lambda:us-east-1:123456789012:function:{function}", **more}


def alone(name: str, state: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": name, "States": {name: {**state, "End": True}}}


def order(ask_url: str, pack: str, version: int) -> str:
    """Charge each line, ask a person and have it packed side by side, then tell each of the customers."""
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": ask_url, "MessageBody": {"token.$": "$$.Task.Token"}},
        "TimeoutSeconds": 30,
    }
    each = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        **alone("Tell", call("charge", Retry=RETRY)),
    }
    states = {
        "Lines": {
            "Type": "Map",
            "ItemsPath": "$.lines",
            "MaxConcurrency": 2,
            "ItemProcessor": alone("Charge", call("charge", Retry=RETRY)),
            "Catch": GIVE_UP,
            "ResultPath": "$.charged",
            "Next": "Both",
        },
        "Both": {
            "Type": "Parallel",
            "Branches": [
                alone("Ask", ask),
                alone("Pack", {"Type": "Task", "Resource": pack, "HeartbeatSeconds": 18, "Retry": RETRY}),
            ],
            "Catch": GIVE_UP,
            "ResultPath": "$.both",
            "Next": "Id",
        },
        "Id": {
            "Type": "Pass",
            "Parameters": {"id.$": "States.UUID()", "luck.$": "States.MathRandom(1, 1000)", "lines.$": "$.lines"},
            "Next": "TellAll",
        },
        "TellAll": {
            "Type": "Map",
            "ItemsPath": "$.lines",
            "ItemProcessor": each,
            "ToleratedFailureCount": 9,
            "End": True,
        },
        "Sorry": {"Type": "Fail", "Error": f"Sorry{version}"},
    }
    return json.dumps({"StartAt": "Lines", "States": states})


def deploy() -> tuple[str, str, str, str]:
    """The questions' queue, the activity, an alias of two versions, and an express state machine."""
    sfn = CLIENTS["stepfunctions"]
    url = CLIENTS["sqs"].create_queue(QueueName="questions")["QueueUrl"]
    pack = sfn.create_activity(name="pack")["activityArn"]
    created = sfn.create_state_machine(name="order", definition=order(url, pack, 1), roleArn=ROLE, publish=True)
    second = sfn.update_state_machine(
        stateMachineArn=created["stateMachineArn"], definition=order(url, pack, 2), publish=True
    )
    alias = sfn.create_state_machine_alias(
        name="live",
        routingConfiguration=[
            {"stateMachineVersionArn": created["stateMachineVersionArn"], "weight": 50},
            {"stateMachineVersionArn": second["stateMachineVersionArn"], "weight": 50},
        ],
    )["stateMachineAliasArn"]
    definition = json.dumps(alone("Charge", call("charge", Retry=RETRY)))
    express = sfn.create_state_machine(name="quick", type="EXPRESS", definition=definition, roleArn=ROLE)
    return url, pack, alias, express["stateMachineArn"]


def answer(url: str) -> None:
    """A person: takes a while, says no now and then, forgets some."""
    sqs, sfn = CLIENTS["sqs"], CLIENTS["stepfunctions"]
    while True:
        for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", ()):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            time.sleep(random.uniform(1, 12))
            token, luck = json.loads(message["Body"])["token"], random.random()
            try:
                if luck < 0.7:
                    sfn.send_task_success(taskToken=token, output='"yes"')
                elif luck < 0.9:
                    sfn.send_task_failure(taskToken=token, error="No", cause=str(luck))
            except sfn.exceptions.TaskTimedOut:
                pass


def work(pack: str, name: str) -> None:
    sfn = CLIENTS["stepfunctions"]
    while True:
        task = sfn.get_activity_task(activityArn=pack, workerName=name)
        if not task.get("taskToken"):
            continue
        time.sleep(random.uniform(1, 22))
        try:
            sfn.send_task_success(taskToken=task["taskToken"], output=json.dumps(name))
        except (sfn.exceptions.TaskTimedOut, sfn.exceptions.TaskDoesNotExist):
            pass


def start_all(alias: str, express: str) -> list[str]:
    sfn = CLIENTS["stepfunctions"]

    def one(number: int) -> str:
        time.sleep(random.random() * 10)
        given = json.dumps({"number": number, "lines": [f"{number}-{line}" for line in range(random.randrange(1, 5))]})
        sfn.start_execution(stateMachineArn=express, input=given)
        started: str = sfn.start_execution(stateMachineArn=alias, input=given)["executionArn"]
        return started

    return [one(0), *POOL.map(one, range(1, 8))]


def told(aws: World, run: str) -> tuple[Any, ...]:
    """All there is to know about an execution."""
    sfn = CLIENTS["stepfunctions"]
    view, described = aws.stepfunctions.execution(run), sfn.describe_execution(executionArn=run)
    children = [
        (each["executionArn"], each["status"])
        for found in sfn.list_map_runs(executionArn=run)["mapRuns"]
        for each in sfn.list_executions(mapRunArn=found["mapRunArn"])["executions"]
    ]
    return view.text(), view.mermaid(), view.history, described["stateMachineVersionArn"], view.output, children


def play(seed: int) -> str:
    """Play it once; the digest covers the timeline, histories, trees, outputs, and who ran which version."""
    config = {"stepfunctions": {"express_at_least_once": 0.5}}
    with mock_aws(seed=seed, passthrough="off", config=config) as aws:
        aws.lambda_.register("charge", charge, timeout=10)
        aws.faults.throttle("lambda.Invoke", times=2)
        url, pack, alias, express = deploy()
        actors = [aws.spawn(answer, url, name="person")]
        actors += [aws.spawn(work, pack, name, name=name) for name in ("ann", "bob")]
        runs = start_all(alias, express)
        aws.clock.advance(minutes=10)
        for actor in actors:
            actor.kill()
        findings = [str(finding) for finding in aws.diagnose()]
        twice = [(str(record.at), record.message_id) for record in aws.timeline.select(kind="SecondRun")]
        return digest(aws.timeline) + repr(([told(aws, run) for run in runs], findings, twice, aws.clock.elapsed))


if __name__ == "__main__":
    main(play)
