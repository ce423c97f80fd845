"""botocore's three retry modes against each fault that they retry: in virtual time, and as often as botocore says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from fakeaws import World, mock_aws

MODES = ("legacy", "standard", "adaptive")
#: `Config`'s max_attempts is the number of retries, the first attempt not counted.
RETRIES = 3
READ_TIMEOUT = 7

Plan = Callable[[World, int], Any]

FAULTS: dict[str, Plan] = {
    "throttled": lambda aws, times: aws.faults.throttle("sqs.SendMessage", times),
    "500": lambda aws, times: aws.faults.fail("sqs.SendMessage", code="InternalError", times=times),
    "503": lambda aws, times: aws.faults.fail("sqs.SendMessage", code="ServiceUnavailable", times=times),
    "lost": lambda aws, times: aws.faults.lose_reply("sqs.SendMessage", times=times),
    "slow": lambda aws, times: aws.faults.slow("sqs.SendMessage", by=60, times=times),
}
FINAL: dict[str, type[Exception]] = {"lost": ConnectionClosedError, "slow": ReadTimeoutError}


def client(mode: Any) -> Any:
    return boto3.client(
        "sqs", config=Config(read_timeout=READ_TIMEOUT, retries={"mode": mode, "max_attempts": RETRIES})
    )


def message_to(sqs: Any) -> dict[str, Any]:
    return {"QueueUrl": sqs.create_queue(QueueName="orders")["QueueUrl"], "MessageBody": "42"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", FAULTS)
def test_the_last_retry_helps(fault: str, mode: str) -> None:
    def run() -> tuple[timedelta, str]:
        with mock_aws(seed=7) as aws:
            sqs = client(mode)
            message = message_to(sqs)
            planned = FAULTS[fault](aws, RETRIES)
            answer = sqs.send_message(**message)
            assert answer["ResponseMetadata"]["RetryAttempts"] == RETRIES
            assert (planned.fired, planned.remaining) == (True, 0)
            done = RETRIES + 1 if fault == "lost" else 1
            assert [m.body for m in aws.sqs.queue("orders").messages] == ["42"] * done
            return aws.clock.elapsed, aws.timeline.jsonl()

    elapsed, timeline = run()
    waited = timedelta(seconds=RETRIES * READ_TIMEOUT if fault == "slow" else 0)
    assert waited < elapsed < waited + timedelta(seconds=40)
    assert run() == (elapsed, timeline)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", FAULTS)
def test_one_more_is_the_application_s(aws: World, fault: str, mode: str) -> None:
    sqs = client(mode)
    message = message_to(sqs)
    planned = FAULTS[fault](aws, RETRIES + 1)
    with pytest.raises(FINAL.get(fault, ClientError)):
        sqs.send_message(**message)
    assert planned.remaining == 0
    assert len(aws.sqs.queue("orders").messages) == (RETRIES + 1 if fault == "lost" else 0)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("code", ["KMS.AccessDeniedException", "QueueDoesNotExist", "OverLimit", "AccessDenied"])
def test_other_refusals_are_not_retried(aws: World, code: str, mode: str) -> None:
    sqs = client(mode)
    message = message_to(sqs)
    aws.faults.fail("sqs.SendMessage", code=code)
    with pytest.raises(ClientError) as caught:
        sqs.send_message(**message)
    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 0
    assert aws.clock.elapsed == timedelta(0)


@pytest.mark.parametrize("mode", MODES)
def test_slow_within_the_read_timeout_is_waited_for(aws: World, mode: str) -> None:
    sqs = client(mode)
    message = message_to(sqs)
    aws.faults.slow("sqs.SendMessage", by=READ_TIMEOUT - 1)
    assert sqs.send_message(**message)["ResponseMetadata"]["RetryAttempts"] == 0
    assert aws.clock.elapsed == timedelta(seconds=READ_TIMEOUT - 1)


def test_when_picks_the_calls_of_every_fault(aws: World) -> None:
    sqs = client("legacy")
    message = message_to(sqs)

    def meant(params: Any) -> bool:
        return bool(params["MessageBody"] == "b")

    planned = [
        aws.faults.throttle("sqs.SendMessage", when=meant),
        aws.faults.lose_reply("sqs.SendMessage", when=meant),
        aws.faults.slow("sqs.SendMessage", by=1, when=meant),
    ]
    sqs.send_message(**message)
    assert not any(fault.fired for fault in planned)
    answer = sqs.send_message(**{**message, "MessageBody": "b"})
    assert all(fault.fired for fault in planned)
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2
    assert [m.body for m in aws.sqs.queue("orders").messages] == ["42", "b", "b"]
