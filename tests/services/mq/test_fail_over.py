"""Active/standby brokers fail over when a test asks for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fakeaws import World, mock_aws
from tests.services.mq.making import ACTIVEMQ, CLUSTER, RABBITMQ, STANDBY, client, create, running, state


def test_the_other_instance_serves_some_seconds_later(aws: World, mq: Any) -> None:
    id = running(aws, mq, STANDBY)
    broker = aws.mq.broker(id)
    assert broker.active == 1
    broker.fail_over()
    assert broker.active is None
    assert state(mq, id) == "RUNNING"
    aws.clock.advance(seconds=9)
    assert broker.active is None
    aws.clock.advance(seconds=1)
    assert broker.active == 2
    broker.fail_over()
    aws.clock.run_until_idle()
    assert broker.active == 1


def test_it_is_on_the_timeline(aws: World, mq: Any) -> None:
    running(aws, mq, STANDBY)
    aws.mq.broker("orders").fail_over()
    aws.clock.advance(minutes=1)
    began, ended = aws.timeline.select(service="mq", kind="FailOver")
    assert (began.resource, began.outcome, began.details["node"]) == ("orders", "began", 2)
    assert (ended.outcome, ended.at - began.at) == ("ended", timedelta(seconds=10))


@pytest.mark.parametrize("given", [ACTIVEMQ, RABBITMQ, CLUSTER], ids=["activemq", "rabbitmq", "cluster"])
def test_other_modes_have_no_standby(aws: World, mq: Any, given: dict[str, Any]) -> None:
    id = running(aws, mq, given)
    with pytest.raises(ValueError, match=f"orders is {given['DeploymentMode']}: only ACTIVE_STANDBY_MULTI_AZ"):
        aws.mq.broker(id).fail_over()
    assert aws.timeline.select(kind="FailOver") == []


def test_only_brokers_that_serve_fail_over(aws: World, mq: Any) -> None:
    id = create(mq, STANDBY)
    broker = aws.mq.broker(id)
    with pytest.raises(ValueError, match="orders is CREATION_IN_PROGRESS"):
        broker.fail_over()
    aws.clock.advance(minutes=15)
    broker.fail_over()
    with pytest.raises(ValueError, match="orders is failing over already"):
        broker.fail_over()


@pytest.mark.parametrize("operation", ["reboot_broker", "delete_broker"])
def test_what_stops_both_instances_ends_it(aws: World, mq: Any, operation: str) -> None:
    id = running(aws, mq, STANDBY)
    broker = aws.mq.broker(id)
    broker.fail_over()
    getattr(mq, operation)(BrokerId=id)
    assert [each.outcome for each in aws.timeline.select(kind="FailOver")] == ["began", "ended"]
    assert broker.active is None
    aws.clock.advance(minutes=4)
    assert len(aws.timeline.select(kind="FailOver")) == 2
    if operation == "reboot_broker":
        assert broker.active == 2


def test_its_duration_is_a_setting() -> None:
    with mock_aws(config={"mq": {"durations": {"fail_over": 3}}}) as aws:
        broker = aws.mq.broker(running(aws, client(), STANDBY))
        broker.fail_over()
        aws.clock.advance(seconds=3)
        assert broker.active == 2
