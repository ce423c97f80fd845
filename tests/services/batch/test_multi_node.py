"""Multi-node parallel jobs."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import container, definition, described, furnished, status, submit


@pytest.fixture
def ready(aws: World, batch: Any) -> None:
    furnished(aws, batch, max_vcpus=12)
    define(batch)


def define(batch: Any, nodes: int = 3, main: int = 0, **more: Any) -> None:
    ranges = [{"targetNodes": f"0:{nodes - 1}", "container": container()}]
    properties = {"numNodes": nodes, "mainNode": main, "nodeRangeProperties": ranges}
    definition(batch, "mnp", type="multinode", containerProperties=None, nodeProperties=properties, **more)


def nodes(batch: Any, id: str, count: int = 3) -> list[dict[str, Any]]:
    found = batch.describe_jobs(jobs=[f"{id}#{index}" for index in range(count)])["jobs"]
    return sorted(found, key=lambda job: int(job["nodeDetails"]["nodeIndex"]))


def statuses(batch: Any, id: str) -> list[str]:
    return [each["status"] for each in (described(batch, id), *nodes(batch, id))]


def main_exits_with(*codes: int, after: int = 100, others: int = 1000) -> Any:
    def body(job: Any) -> None:
        if job.node_index == 0:
            time.sleep(after)
            sys.exit(codes[job.attempt - 1])
        time.sleep(others)

    return body


@pytest.mark.usefixtures("ready")
def test_the_main_node_first(aws: World, batch: Any) -> None:
    aws.batch.register(main_exits_with(0))
    id = submit(batch, definition="mnp")
    aws.clock.advance(seconds=2)
    assert statuses(batch, id) == ["RUNNABLE"] * 4
    aws.clock.run_until(lambda: status(batch, id) == "STARTING", within=600)
    assert statuses(batch, id) == ["STARTING", "STARTING", "RUNNABLE", "RUNNABLE"]
    aws.clock.run_until(lambda: status(batch, id) == "RUNNING", within=600)
    assert statuses(batch, id) == ["RUNNING", "RUNNING", "STARTING", "STARTING"]
    aws.clock.advance(seconds=10)
    assert statuses(batch, id) == ["RUNNING"] * 4
    main, first, second = nodes(batch, id)
    assert [each["nodeDetails"]["isMainNode"] for each in (main, first, second)] == [True, False, False]
    assert len({each["container"]["containerInstanceArn"] for each in (main, first, second)}) == 3


@pytest.mark.usefixtures("ready")
def test_it_ends_with_the_main_node(aws: World, batch: Any) -> None:
    aws.batch.register(main_exits_with(0))
    id = submit(batch, definition="mnp")
    aws.clock.run_until(lambda: status(batch, id) == "SUCCEEDED", within=600)
    assert statuses(batch, id) == ["SUCCEEDED", "SUCCEEDED", "RUNNING", "RUNNING"]
    aws.clock.run_until_idle()
    shown = described(batch, id)
    main, other, _ = nodes(batch, id)
    assert (shown["startedAt"], shown["stoppedAt"]) == (main["startedAt"], main["stoppedAt"])
    assert shown["attempts"] == main["attempts"]
    assert "container" not in shown
    assert shown["nodeProperties"]["numNodes"] == 3
    assert (other["status"], other["stoppedAt"]) == ("FAILED", shown["stoppedAt"] + 30_000)
    assert other["container"]["exitCode"] == 137


@pytest.mark.usefixtures("ready")
def test_another_node_s_failure_changes_nothing(aws: World, batch: Any) -> None:
    def body(job: Any) -> None:
        if job.node_index == 0:
            time.sleep(100)
        sys.exit(int(job.node_index))

    aws.batch.register(body)
    id = submit(batch, definition="mnp", retryStrategy={"attempts": 3})
    aws.clock.run_until_idle()
    assert statuses(batch, id) == ["SUCCEEDED", "SUCCEEDED", "FAILED", "FAILED"]
    assert [len(each["attempts"]) for each in nodes(batch, id)] == [1, 1, 1]


@pytest.mark.usefixtures("ready")
def test_the_main_node_s_failure_retries_all(aws: World, batch: Any) -> None:
    aws.batch.register(main_exits_with(1, 0))
    id = submit(batch, definition="mnp", retryStrategy={"attempts": 2})
    aws.clock.run_until_idle()
    assert statuses(batch, id)[:2] == ["SUCCEEDED", "SUCCEEDED"]
    shown = nodes(batch, id)
    assert [len(each["attempts"]) for each in shown] == [2, 2, 2]
    codes = [[attempt["container"]["exitCode"] for attempt in each["attempts"]] for each in shown]
    assert codes == [[1, 0], [137, 137], [137, 137]]
    # Nodes that are stopped for another attempt have not failed.
    seen = [each.outcome for each in aws.timeline if each.kind == "JobStateChange" and each.message_id == f"{id}#1"]
    assert seen == ["RUNNABLE", "STARTING", "RUNNING"] * 2 + ["FAILED"]
    # The second attempt waits until the first one's nodes are gone.
    main = shown[0]["attempts"]
    assert main[1]["startedAt"] >= shown[1]["attempts"][0]["stoppedAt"]


@pytest.mark.usefixtures("ready")
def test_terminated_while_it_waits_for_its_nodes_before_a_retry(aws: World, batch: Any) -> None:
    aws.batch.register(main_exits_with(1, 0))
    id = submit(batch, definition="mnp", retryStrategy={"attempts": 2})
    aws.clock.run_until(lambda: nodes(batch, id)[0]["attempts"], within=600)
    batch.terminate_job(jobId=id, reason="enough")
    aws.clock.run_until_idle()
    assert [each["statusReason"] for each in (described(batch, id), nodes(batch, id)[0])] == ["enough"] * 2
    assert len(nodes(batch, id)[0]["attempts"]) == 1


@pytest.mark.usefixtures("ready")
def test_it_needs_an_instance_for_each_node_at_once(aws: World, batch: Any) -> None:
    definition(batch)
    aws.batch.register(takes=500, job_definition="work")
    aws.batch.register(main_exits_with(0), job_definition="mnp")
    busy = submit(batch)
    aws.clock.run_until(lambda: status(batch, busy) == "RUNNING", within=600)
    # Three instances of 4 vCPUs at most: with one that another job is on, two are left.
    id = submit(batch, definition="mnp")
    aws.clock.advance(seconds=300)
    assert status(batch, id) == "RUNNABLE"
    service: Any = aws.router.service("batch", aws.account, aws.region)
    assert len(service.environments["machines"].capacity.instances) == 1
    aws.clock.run_until_idle()
    assert status(batch, id) == "SUCCEEDED"
    assert described(batch, id)["startedAt"] > described(batch, busy)["stoppedAt"]


@pytest.mark.usefixtures("ready")
def test_while_it_runs_nothing_else_is_on_its_instances(aws: World, batch: Any) -> None:
    definition(batch)
    definition(batch, "large", containerProperties=container("4"))
    aws.batch.register(takes=1)
    aws.batch.register(main_exits_with(0), job_definition="mnp")
    id, small, large = submit(batch, definition="mnp"), submit(batch), submit(batch, definition="large")
    aws.clock.run_until_idle()
    for each in (small, large):
        assert described(batch, each)["startedAt"] > described(batch, id)["stoppedAt"]


def test_more_nodes_than_there_can_be_block_the_queue(aws: World, batch: Any) -> None:
    furnished(aws, batch, max_vcpus=4)
    define(batch, nodes=10)
    id = submit(batch, definition="mnp")
    aws.clock.advance(seconds=20)
    assert described(batch, id)["statusReason"].startswith("MISCONFIGURATION:")


@pytest.mark.usefixtures("ready")
def test_the_timeout_is_the_whole_job_s(aws: World, batch: Any) -> None:
    aws.batch.register(main_exits_with(0, after=1000))
    id = submit(batch, definition="mnp", timeout={"attemptDurationSeconds": 60}, retryStrategy={"attempts": 2})
    aws.clock.run_until_idle()
    shown = [described(batch, id), *nodes(batch, id)]
    assert [each["statusReason"] for each in shown] == ["Job attempt duration exceeded timeout"] * 4
    assert {each["stoppedAt"] - shown[0]["startedAt"] for each in shown} == {90_000}
    assert len(shown[0]["attempts"]) == 1


@pytest.mark.usefixtures("ready")
def test_variables_of_the_nodes(aws: World, batch: Any) -> None:
    seen: dict[str, tuple[str | None, ...]] = {}
    names = ("NODE_INDEX", "NUM_NODES", "MAIN_NODE_INDEX", "MAIN_NODE_PRIVATE_IPV4_ADDRESS", "ARRAY_INDEX")

    def body(job: Any) -> None:
        seen[job.id] = tuple(job.environment.get(f"AWS_BATCH_JOB_{name}") for name in names)
        time.sleep(50)

    aws.batch.register(body)
    id = submit(batch, definition="mnp")
    aws.clock.run_until_idle()
    address = nodes(batch, id)[0]["container"]["networkInterfaces"][0]["privateIpv4Address"]
    assert seen == {
        f"{id}#0": ("0", "3", "0", None, None),
        f"{id}#1": ("1", "3", "0", address, None),
        f"{id}#2": ("2", "3", "0", address, None),
    }


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("how", ["cancel_job", "terminate_job"])
def test_stopped_before_it_starts(aws: World, batch: Any, how: str) -> None:
    id = submit(batch, definition="mnp")
    aws.clock.advance(seconds=60)
    getattr(batch, how)(jobId=id, reason="no need")
    assert statuses(batch, id) == ["FAILED"] * 4
    assert described(batch, id)["statusReason"] == "no need"
    service: Any = aws.router.service("batch", aws.account, aws.region)
    assert all(each.jobs == 0 for each in service.environments["machines"].capacity.instances)


@pytest.mark.usefixtures("ready")
def test_one_node_is_terminated(aws: World, batch: Any) -> None:
    aws.batch.register(main_exits_with(0, after=200))
    id = submit(batch, definition="mnp")
    aws.clock.run_until(lambda: statuses(batch, id) == ["RUNNING"] * 4, within=600)
    batch.terminate_job(jobId=f"{id}#2", reason="just you")
    aws.clock.run_until_idle()
    assert statuses(batch, id) == ["SUCCEEDED", "SUCCEEDED", "FAILED", "FAILED"]
    assert nodes(batch, id)[2]["statusReason"] == "just you"


@pytest.mark.usefixtures("ready")
def test_the_main_node_is_terminated_and_with_it_the_job(aws: World, batch: Any) -> None:
    aws.batch.register(main_exits_with(0, 0, after=200))
    id = submit(batch, definition="mnp", retryStrategy={"attempts": 2})
    aws.clock.run_until(lambda: statuses(batch, id) == ["RUNNING"] * 4, within=600)
    batch.terminate_job(jobId=f"{id}#0", reason="you")
    aws.clock.run_until_idle()
    assert statuses(batch, id) == ["FAILED"] * 4
    assert (described(batch, id)["statusReason"], len(described(batch, id)["attempts"])) == ("you", 1)
