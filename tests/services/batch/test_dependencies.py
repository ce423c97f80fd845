"""Jobs that wait for jobs."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.services.batch.support import container, definition, described, furnished, status, submit

FAILED = "Dependent Job failed"


@pytest.fixture
def ready(aws: World, batch: Any) -> None:
    furnished(aws, batch, max_vcpus=64)
    definition(batch, containerProperties=container(command=["sleep", "60"]))
    definition(batch, "failing", containerProperties=container(command=["false"]))


def after(*ids: str, type: str | None = None) -> list[dict[str, str]]:
    return [{"jobId": id} if type is None else {"jobId": id, "type": type} for id in ids]


def outcome(batch: Any, id: str) -> tuple[str, str | None]:
    shown = described(batch, id)
    return shown["status"], shown.get("statusReason")


def children(batch: Any, id: str, size: int) -> list[dict[str, Any]]:
    found = batch.describe_jobs(jobs=[f"{id}:{index}" for index in range(size)])["jobs"]
    return sorted(found, key=lambda job: int(job["arrayProperties"]["index"]))


@pytest.mark.usefixtures("ready")
def test_a_job_starts_when_all_that_it_depends_on_have_succeeded(aws: World, batch: Any) -> None:
    first, second = submit(batch, "a"), submit(batch, "b")
    third = submit(batch, "c", dependsOn=after(first, second))
    aws.clock.advance(seconds=2)
    assert status(batch, third) == "PENDING"
    assert described(batch, third)["dependsOn"] == after(first, second)
    aws.clock.run_until_idle()
    ends = [described(batch, each)["stoppedAt"] for each in (first, second)]
    assert described(batch, third)["startedAt"] > max(ends)
    assert status(batch, third) == "SUCCEEDED"


@pytest.mark.usefixtures("ready")
def test_a_failure_fails_what_depends_on_it_and_so_on(aws: World, batch: Any) -> None:
    other = submit(batch, "other")
    first = submit(batch, "a", definition="failing")
    second = submit(batch, "b", dependsOn=after(other, first))
    third = submit(batch, "c", dependsOn=after(second))
    array = submit(batch, "d", dependsOn=after(third), arrayProperties={"size": 2})
    aws.clock.run_until_idle()
    assert status(batch, other) == "SUCCEEDED"
    assert status(batch, first) == "FAILED"
    for each in (second, third, array, f"{array}:0", f"{array}:1"):
        assert outcome(batch, each) == ("FAILED", FAILED)
        assert described(batch, each)["attempts"] == []
        assert described(batch, each)["startedAt"] == 0


@pytest.mark.usefixtures("ready")
def test_on_jobs_that_have_ended(aws: World, batch: Any) -> None:
    good, bad = submit(batch), submit(batch, definition="failing")
    aws.clock.run_until_idle()
    waiting, failing = submit(batch, dependsOn=after(good)), submit(batch, dependsOn=after(good, bad))
    aws.clock.advance(seconds=2)
    assert status(batch, waiting) == "RUNNABLE"
    assert outcome(batch, failing) == ("FAILED", FAILED)


@pytest.mark.usefixtures("ready")
def test_an_array_as_a_dependency_counts_when_its_last_child_has_ended(aws: World, batch: Any) -> None:
    array = submit(batch, arrayProperties={"size": 3})
    job = submit(batch, dependsOn=after(array))
    child = submit(batch, dependsOn=after(f"{array}:1"))
    aws.clock.run_until_idle()
    assert described(batch, job)["startedAt"] > described(batch, array)["stoppedAt"]
    assert status(batch, child) == "SUCCEEDED"


@pytest.mark.usefixtures("ready")
def test_sequential_children_run_one_after_the_other(aws: World, batch: Any) -> None:
    array = submit(batch, arrayProperties={"size": 3}, dependsOn=[{"type": "SEQUENTIAL"}])
    aws.clock.advance(seconds=2)
    assert [each["status"] for each in children(batch, array, 3)] == ["RUNNABLE", "PENDING", "PENDING"]
    assert status(batch, array) == "PENDING"
    aws.clock.run_until_idle()
    shown = children(batch, array, 3)
    assert [each["status"] for each in shown] == ["SUCCEEDED"] * 3
    assert shown[1]["startedAt"] > shown[0]["stoppedAt"]
    assert shown[2]["startedAt"] > shown[1]["stoppedAt"]


@pytest.mark.usefixtures("ready")
def test_a_sequence_of_ten_thousand_fails_with_its_first(aws: World, batch: Any) -> None:
    size = {"size": 10_000}
    array = submit(batch, definition="failing", arrayProperties=size, dependsOn=[{"type": "SEQUENTIAL"}])
    aws.clock.run_until_idle()
    assert outcome(batch, f"{array}:0")[1] != FAILED
    assert outcome(batch, f"{array}:9999") == ("FAILED", FAILED)
    assert outcome(batch, array) == ("FAILED", "Array Child Job failed")


@pytest.mark.usefixtures("ready")
def test_n_to_n(aws: World, batch: Any) -> None:
    aws.batch.register(_fails_second, job_definition="failing")
    size = {"size": 3}
    first = submit(batch, definition="failing", arrayProperties=size)
    second = submit(batch, arrayProperties=size, dependsOn=after(first, type="N_TO_N"))
    third = submit(batch, arrayProperties=size, dependsOn=[*after(second, type="N_TO_N"), {"type": "SEQUENTIAL"}])
    aws.clock.run_until_idle()
    before, shown = children(batch, first, 3), children(batch, second, 3)
    assert [each["status"] for each in before] == ["SUCCEEDED", "FAILED", "SUCCEEDED"]
    assert [each["status"] for each in shown] == ["SUCCEEDED", "FAILED", "SUCCEEDED"]
    assert shown[0]["startedAt"] > before[0]["stoppedAt"]
    assert shown[1]["statusReason"] == FAILED
    assert outcome(batch, second) == ("FAILED", "Array Child Job failed")
    assert [each["status"] for each in children(batch, third, 3)] == ["SUCCEEDED", "FAILED", "FAILED"]


def _fails_second(job: Any) -> None:
    if job.id.endswith(":1"):
        raise SystemExit(1)


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    "wrong",
    [
        {"dependsOn": [{"jobId": "no such job"}]},
        {"dependsOn": [{"type": "SEQUENTIAL"}]},
        {"dependsOn": [{}]},
        {"dependsOn": [{"jobId": "ARRAY", "type": "N_TO_N"}]},
        {"dependsOn": [{"jobId": "ARRAY", "type": "N_TO_N"}], "arrayProperties": {"size": 3}},
        {"dependsOn": [{"jobId": "ARRAY", "type": "SEQUENTIAL"}], "arrayProperties": {"size": 2}},
        {"dependsOn": [{"jobId": "ARRAY", "type": "OTHER"}], "arrayProperties": {"size": 2}},
        {"dependsOn": [{"jobId": "ARRAY"}] * 21},
    ],
)
def test_refused(aws: World, batch: Any, wrong: dict[str, Any]) -> None:
    array = submit(batch, arrayProperties={"size": 2})
    given = [{k: array if v == "ARRAY" else v for k, v in each.items()} for each in wrong["dependsOn"]]
    with pytest.raises(ClientError) as caught:
        submit(batch, **{**wrong, "dependsOn": given})
    assert caught.value.response["Error"]["Code"] == "ClientException"
    service: Any = aws.router.service("batch", aws.account, aws.region)
    assert len(service.queues["queue"].jobs) == 1
