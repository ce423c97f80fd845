"""Logs of invocations: their lines, and their way to CloudWatch Logs."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import boto3

from fakeaws import World

from .zips import invoke, logs, zip_function

TALKING = """
import logging, sys, time
def handler(event, context):
    print("printed")
    sys.stdout.write("no end")
    logging.getLogger().setLevel(logging.INFO)
    logging.info("logged %s", 1)
    time.sleep(0.00125)
    try:
        1 / 0
    except ZeroDivisionError:
        logging.exception("caught")
    if event == "raise":
        raise ValueError("boom")
"""


def test_the_lines_of_a_log(aws: World) -> None:
    zip_function(aws, TALKING)
    found = invoke()
    cold = logs(aws)
    init, rest = cold.split("\n", 1)
    assert re.fullmatch(
        r"INIT_START Runtime Version: python:3\.12\.v1\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}",
        init,
    )
    at = f"{aws.clock.now:%Y-%m-%dT%H:%M:%S}"
    request = found.request_id
    assert rest == (
        f"START RequestId: {request} Version: $LATEST\n"
        "printed\n"
        f"[INFO]\t{at}.000Z\t{request}\tlogged 1\n"
        f"[ERROR]\t{at}.001Z\t{request}\tcaught\n"
        "Traceback (most recent call last):\n"
        '  File "/var/task/main.py", line 10, in handler\n'
        "    1 / 0\n" + caret() + "ZeroDivisionError: division by zero\n"
        "no end\n"
        f"END RequestId: {request}\n"
        f"REPORT RequestId: {request}\tDuration: 1.25 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 40 MB\tInit Duration: 0.00 ms\t\n"
    )
    invoke()
    assert "INIT_START" not in logs(aws)
    assert "Init Duration" not in logs(aws)


def caret() -> str:
    return "    ~~^~~\n" if sys.version_info >= (3, 11) else ""


def test_an_exception_is_one_event(aws: World) -> None:
    zip_function(aws, TALKING)
    invoke(event="raise")
    expected = (
        "[ERROR] ValueError: boom\nTraceback (most recent call last):\n"
        '  File "/var/task/main.py", line 14, in handler\n    raise ValueError("boom")\n'
    )
    assert expected in list(aws.lambda_.function("f").invocations[0]._invocation.log)


def test_they_arrive_in_the_functions_stream(aws: World) -> None:
    zip_function(aws, TALKING, role="arn:aws:iam::123456789012:role/worker")
    seen: list[Any] = []
    aws.lambda_.register("g", lambda event, context: seen.append(context.log_stream_name))
    invoke()
    invoke()
    invoke("g")
    client: Any = boto3.client("logs")
    assert [group["logGroupName"] for group in client.describe_log_groups()["logGroups"]] == [
        "/aws/lambda/f",
        "/aws/lambda/g",
    ]
    (stream,) = client.describe_log_streams(logGroupName="/aws/lambda/f")["logStreams"]
    name = stream["logStreamName"]
    assert re.fullmatch(rf"{aws.clock.now:%Y/%m/%d}/\[\$LATEST\][0-9a-f]{{32}}", name)
    events = client.get_log_events(logGroupName="/aws/lambda/f", logStreamName=name)["events"]
    assert "".join(event["message"] for event in events) == logs(aws, index=0) + logs(aws, index=1)
    assert [
        each["logStreamName"] for each in client.describe_log_streams(logGroupName="/aws/lambda/g")["logStreams"]
    ] == seen


def test_a_group_that_was_deleted_is_made_anew(aws: World) -> None:
    aws.lambda_.register("f", lambda event, context: None)
    client: Any = boto3.client("logs")
    invoke()
    client.delete_log_group(logGroupName="/aws/lambda/f")
    invoke()
    invoke()
    (stream,) = client.describe_log_streams(logGroupName="/aws/lambda/f")["logStreams"]
    events = client.get_log_events(logGroupName="/aws/lambda/f", logStreamName=stream["logStreamName"])["events"]
    assert "".join(event["message"] for event in events) == logs(aws)


def test_a_group_of_ones_own(aws: World) -> None:
    zip_function(aws, TALKING, logging={"LogGroup": "mine"})
    invoke()
    assert [group["logGroupName"] for group in boto3.client("logs").describe_log_groups()["logGroups"]] == ["mine"]


def test_json(aws: World) -> None:
    zip_function(aws, TALKING, logging={"LogFormat": "JSON"})
    answer = invoke(event="raise")
    told = [line if line in ("printed", "no end") else json.loads(line) for line in logs(aws).splitlines()]
    assert [each if isinstance(each, str) else each.get("type") or each["level"] for each in told] == [
        "platform.initStart",
        "platform.start",
        "printed",
        "INFO",
        "ERROR",
        "no end",
        "ERROR",
        "platform.report",
    ]
    at = f"{aws.clock.now:%Y-%m-%dT%H:%M:%S}"
    assert told[3] == {
        "timestamp": f"{at}.000Z",
        "level": "INFO",
        "message": "logged 1",
        "logger": "root",
        "requestId": answer.request_id,
    }
    assert (told[4]["errorType"], told[4]["errorMessage"]) == ("ZeroDivisionError", "division by zero")
    assert told[6] == {"timestamp": f"{at}.001Z", "level": "ERROR", **answer.payload}
    assert told[7]["record"]["status"] == "failure"
    assert told[7]["record"]["metrics"] == {
        "durationMs": 1.25,
        "billedDurationMs": 2,
        "memorySizeMB": 128,
        "maxMemoryUsedMB": 40,
        "initDurationMs": 0.0,
    }


def test_the_tail(aws: World) -> None:
    aws.lambda_.register("f", lambda event, context: print("ü" * 5000))  # noqa: T201
    invoke()
    invocation = aws.lambda_.function("f").invocations[0]._invocation
    assert len(invocation.log_tail()) == 4096
    assert logs(aws).encode().endswith(invocation.log_tail())


def test_two_runs_write_the_same(aws: World) -> None:
    from fakeaws import mock_aws

    def run() -> str:
        with mock_aws(seed=1, start="2024-01-01") as world:
            zip_function(world, TALKING)
            invoke(event="raise")
            invoke(event="raise")
            return logs(world, index=0) + logs(world, index=1) + world.timeline.text()

    assert run() == run()


def test_bytes_and_handlers_of_ones_own(aws: World) -> None:
    source = """
import logging, sys
root = logging.getLogger()
for each in list(root.handlers):
    root.removeHandler(each)
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(name)s says %(message)s")
def handler(event, context):
    sys.stdout.buffer.write(b"bytes\\n")
    logging.getLogger("app").debug("hello")
"""
    zip_function(aws, source)
    for _ in range(2):
        invoke()
        lines = logs(aws).splitlines()
        assert "bytes" in lines
        assert [line for line in lines if "hello" in line] == ["app says hello"]


def test_the_timeline_shows_where_they_went(aws: World) -> None:
    aws.lambda_.register("f", lambda event, context: None)
    invoke()
    aws.clock.run_until_idle()
    started = aws.timeline.select(service="lambda", kind="Invoke", outcome="started")
    [put] = aws.timeline.select(service="logs", kind="PutLogEvents")
    assert (put.resource, put.cause, put.outcome) == ("f", started[0], "ok")
