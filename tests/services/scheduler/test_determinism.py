"""The same seed gives the same runs to the byte; another seed other instants in flexible windows."""

from __future__ import annotations

from typing import Any

import boto3.session

from fakeaws import mock_aws
from fakeaws.timeline.digest import digest
from tests.services.scheduler.support import create

_SESSION = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
_CLIENTS: dict[str, Any] = {name: _SESSION.client(name) for name in ("scheduler", "sqs")}


def run(seed: str) -> str:
    with mock_aws(seed=seed) as aws:
        _CLIENTS["sqs"].create_queue(QueueName="jobs")
        create(_CLIENTS["scheduler"], "rate(1 hour)", window=30, Input="<aws.scheduler.execution-id>")
        create(_CLIENTS["scheduler"], "cron(0/7 * * * ? *)", name="b", ScheduleExpressionTimezone="Asia/Kathmandu")
        aws.faults.throttle("sqs.SendMessage", times=20)
        aws.clock.advance(hours=30)
        return digest(aws.timeline)


def test_the_same_seed() -> None:
    assert run("a") == run("a")
    assert run("a") != run("b")
