"""What a user's type checker has to understand without a plugin: checked by `make check`, never run."""

from __future__ import annotations

from datetime import datetime, timedelta

from typing_extensions import assert_type

from fakeaws import World, mock_aws
from fakeaws.timeline.findings import Finding


def fixture_completes(aws: World) -> None:
    assert_type(aws.clock.now, datetime)
    assert_type(aws.clock.elapsed, timedelta)
    assert_type(aws.sqs.queue("orders").url, str)
    assert_type(aws.trace("id").fates["orders"], str)
    assert_type([record.at for record in aws.timeline.select(kind="SendMessage")], list[timedelta])
    assert_type(aws.diagnose(), list[Finding])
    assert_type([(finding.rule, finding.records[0].at) for finding in aws.diagnose()], list[tuple[str, timedelta]])


def work(order: int) -> str:
    return str(order)


def spawned_code_keeps_its_type(aws: World) -> None:
    assert_type(aws.spawn(work, 42).result(), str)
    assert_type(aws.spawn(work, order=42, name="worker").result(within=5), str)


with mock_aws(seed=7, policies="enforced") as world:
    assert_type(world, World)


@mock_aws
def decorated(order: int) -> str:
    return str(order)


assert_type(decorated(1), str)
