"""Brokers: ids, addresses and windows that are drawn, updates by actors, windows, fail-overs, a promotion.

``python -m tests.determinism.scenario_of_brokers [runs]`` runs it on its own.
"""

from __future__ import annotations

import json
import random
import time
from contextlib import suppress
from typing import Any

import boto3
from botocore.exceptions import ClientError

from fakeaws import mock_aws
from fakeaws.timeline.digest import digest
from tests.determinism.running import main

EAST, WEST = (
    boto3.session.Session().client("mq", region_name=region, aws_access_key_id="test", aws_secret_access_key="test")
    for region in ("us-east-1", "us-west-2")
)
"""Made once: reading the model takes longer than a run."""

PASSWORD = "Correct-horse-1"
REPLICATED: dict[str, Any] = {
    "EngineType": "ACTIVEMQ",
    "EngineVersion": "5.18",
    "DeploymentMode": "ACTIVE_STANDBY_MULTI_AZ",
    "DataReplicationMode": "CRDR",
    "HostInstanceType": "mq.m5.large",
    "PubliclyAccessible": False,
    "Users": [{"Username": "app", "Password": PASSWORD, "ReplicationUser": True}],
}
CLUSTER: dict[str, Any] = {
    "EngineType": "RABBITMQ",
    "DeploymentMode": "CLUSTER_MULTI_AZ",
    "HostInstanceType": "mq.m7g.large",
    "PubliclyAccessible": False,
    "Users": [{"Username": "app", "Password": PASSWORD}],
}


def administer(ids: list[str], name: str) -> None:
    """Somebody who changes brokers at odd times, and is refused now and then."""
    for number in range(12):
        time.sleep(random.uniform(60, 40_000))
        id = random.choice(ids)
        with suppress(ClientError):  # it reboots, say: what is refused is on the timeline, too
            if random.random() < 0.3:
                EAST.reboot_broker(BrokerId=id)
            elif random.random() < 0.5:
                EAST.update_broker(BrokerId=id, SecurityGroups=[f"sg-{number}"])
            else:
                EAST.create_user(BrokerId=id, Username=f"{name}-{number}", Password=PASSWORD)


def told() -> str:
    """All there is to know of the brokers of both regions."""
    found = [
        (client.describe_broker(BrokerId=each["BrokerId"]), client.list_tags(ResourceArn=each["BrokerArn"]))
        for client in (EAST, WEST)
        for each in client.list_brokers()["BrokerSummaries"]
    ]
    return json.dumps(found, default=str)


def play(seed: int) -> str:
    """Play it once; the digest covers the timeline, and the brokers at the end."""
    with mock_aws(seed=seed, passthrough="off") as aws:
        made = [EAST.create_broker(**REPLICATED, BrokerName="orders"), EAST.create_broker(**CLUSTER, BrokerName="jobs")]
        aws.clock.advance(minutes=20)
        arn = made[0]["BrokerArn"]
        replica = WEST.create_broker(**REPLICATED, BrokerName="orders-west", DataReplicationPrimaryBrokerArn=arn)
        aws.clock.advance(minutes=20)
        ids = [each["BrokerId"] for each in made]
        actors = [aws.spawn(administer, ids, name, name=name) for name in ("ann", "bob")]
        aws.clock.advance(days=5)
        if aws.mq.broker("orders").state == "RUNNING":
            aws.mq.broker("orders").fail_over()
        WEST.promote(BrokerId=replica["BrokerId"], Mode="FAILOVER")
        aws.clock.advance(days=8)
        for actor in actors:
            actor.kill()
        return digest(aws.timeline) + told()


if __name__ == "__main__":
    main(play)
