"""Functions behind a queue and invoked asynchronously, with retries, log events, a metric filter, alarms and their actions.

A schedule with a flexible window adds to the queue; a rule's target fails and is tried again.

``python -m tests.determinism.scenario_of_functions [runs]`` runs it on its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3

from fakeaws import World, mock_aws
from fakeaws.timeline.digest import digest
from tests.determinism.running import main

SESSION = boto3.session.Session(region_name="us-east-1")
CLIENTS: dict[str, Any] = {
    name: SESSION.client(name) for name in ("cloudwatch", "events", "lambda", "logs", "scheduler", "sns", "sqs")
}
"""Made once: reading the models takes longer than a run."""

POOL = ThreadPoolExecutor(2, thread_name_prefix="caller")
SCALE_OUT = (
    "arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:6a1b2c3d-0000-4000-8000-123456789abc:"
    "autoScalingGroupName/workers:policyName/scale-out"
)
log = logging.getLogger(__name__)


def work(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Behind the queue: takes its time, and now and then fails with a part of its batch."""
    failed = []
    for record in event["Records"]:
        time.sleep(random.uniform(0.1, 3))
        sys.stdout.write(f"working on {record['body']} {context.aws_request_id}\n")
        if random.random() < 0.2:
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def report(event: dict[str, Any], context: Any) -> str:
    """Invoked asynchronously: a thread and an event loop of its own; fails or runs out of time more often than not."""
    side = threading.Thread(target=time.sleep, args=(random.uniform(0, 2.5),))
    side.start()
    asyncio.run(asyncio.sleep(random.random()))
    side.join()
    if random.random() < 0.5:
        log.error("ERROR no report %s", uuid.uuid4())
        raise RuntimeError(event["number"])
    return f"report {event['number']} {uuid.uuid4()}"


def deploy(aws: World) -> str:
    """Functions, their queue and where failures go, a filter on their logs, alarms. Returns the queue's URL."""
    sqs, functions, sns = CLIENTS["sqs"], CLIENTS["lambda"], CLIENTS["sns"]
    url: str = sqs.create_queue(QueueName="jobs", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
    for name in ("lost", "pages"):
        sqs.create_queue(QueueName=name)
    topic = sns.create_topic(Name="pager")["TopicArn"]
    aws.sqs.queue("pages").grant_send(topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=aws.sqs.queue("pages").arn)
    aws.lambda_.register("work", work, timeout=10)
    aws.lambda_.register("report", report, timeout=2)
    functions.create_event_source_mapping(
        FunctionName="work",
        EventSourceArn=aws.sqs.queue("jobs").arn,
        BatchSize=4,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    functions.put_function_event_invoke_config(
        FunctionName="report", DestinationConfig={"OnFailure": {"Destination": aws.sqs.queue("lost").arn}}
    )
    watch_logs()
    put_alarm("failed-reports", "AWS/Lambda", "Errors", [{"Name": "FunctionName", "Value": "report"}], [topic])
    put_alarm("errors-logged", "shop", "ErrorsLogged", [], [topic, SCALE_OUT])
    return url


def schedule_jobs(aws: World) -> None:
    CLIENTS["scheduler"].create_schedule(
        Name="jobs",
        ScheduleExpression="rate(3 minutes)",
        FlexibleTimeWindow={"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 2},
        Target={
            "Arn": aws.sqs.queue("jobs").arn,
            "RoleArn": "arn:aws:iam::123456789012:role/scheduler",
            "Input": "scheduled-<aws.scheduler.execution-id>",
        },
    )


def route_events(aws: World) -> None:
    """What the shop tells goes to a queue that takes it at the third attempt only."""
    sqs, events = CLIENTS["sqs"], CLIENTS["events"]
    sqs.create_queue(QueueName="told")
    rule = events.put_rule(
        Name="told", EventPattern='{"source": ["shop"], "detail": {"number": [{"numeric": [">", 1]}]}}'
    )
    aws.sqs.queue("told").grant_send(rule["RuleArn"])
    events.put_targets(Rule="told", Targets=[{"Id": "queue", "Arn": aws.sqs.queue("told").arn}])
    aws.faults.fail(
        "sqs.SendMessage",
        code="InternalError",
        status=500,
        times=4,
        when=lambda call: call["QueueUrl"].endswith("/told"),
    )


def watch_logs() -> None:
    logs = CLIENTS["logs"]
    logs.create_log_group(logGroupName="/aws/lambda/report")
    logs.put_metric_filter(
        logGroupName="/aws/lambda/report",
        filterName="errors",
        filterPattern="ERROR",
        metricTransformations=[{"metricNamespace": "shop", "metricName": "ErrorsLogged", "metricValue": "1"}],
    )


def put_alarm(name: str, namespace: str, metric: str, dimensions: list[dict[str, str]], actions: list[str]) -> None:
    CLIENTS["cloudwatch"].put_metric_alarm(
        AlarmName=name,
        Namespace=namespace,
        MetricName=metric,
        Dimensions=dimensions,
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=actions,
    )


def ask_for_reports() -> list[str]:
    functions = CLIENTS["lambda"]

    def ask(number: int) -> str:
        time.sleep(random.random() * 20)
        payload = json.dumps({"number": number})
        answer = functions.invoke(FunctionName="report", InvocationType="Event", Payload=payload)
        request: str = answer["ResponseMetadata"]["RequestId"]
        return request

    return list(POOL.map(ask, range(6)))


def play(seed: int) -> str:
    """Play it once; the digest covers the timeline, the functions' results and logs, and what the alarms said."""
    with mock_aws(seed=seed, passthrough="off") as aws:
        sqs = CLIENTS["sqs"]
        url = deploy(aws)
        scaled: list[tuple[str, float | None]] = []

        def scale_out(action: Any) -> None:
            time.sleep(random.random())
            scaled.append((str(aws.clock.elapsed), action.value))
            sqs.send_message(QueueUrl=url, MessageBody=f"scaled-{len(scaled)}")

        aws.cloudwatch.register_autoscaling(SCALE_OUT, scale_out)
        schedule_jobs(aws)
        route_events(aws)
        aws.faults.throttle("lambda.Invoke", times=2)
        for number in range(6):
            sqs.send_message(QueueUrl=url, MessageBody=f"job-{number}", DelaySeconds=number)
        for number in range(4):
            detail = json.dumps({"number": number})
            CLIENTS["events"].put_events(Entries=[{"Source": "shop", "DetailType": "Told", "Detail": detail}])
        requests = ask_for_reports()
        aws.clock.advance(minutes=8)
        told = [
            (name, call.outcome, call.result, call.logs)
            for name in ("work", "report")
            for call in aws.lambda_.function(name).invocations
        ]
        bodies = [[message.body for message in aws.sqs.queue(name).messages] for name in ("lost", "pages", "told")]
        delivered = [record.outcome for record in aws.timeline.select(service="events", kind="Deliver")]
        return digest(aws.timeline) + repr((requests, scaled, told, bodies, delivered, aws.clock.elapsed))


if __name__ == "__main__":
    main(play)
