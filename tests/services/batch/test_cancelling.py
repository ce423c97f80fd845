"""CancelJob and TerminateJob, alone and for many."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.services.batch.support import container, definition, described, environment, furnished, queue, status, submit

UNKNOWN = "12345678-1234-1234-1234-123456789012"
BOTH = pytest.mark.parametrize("how", ["cancel_job", "terminate_job"])


@pytest.fixture
def ready(aws: World, batch: Any) -> None:
    furnished(aws, batch, max_vcpus=4)
    definition(batch, containerProperties=container(command=["sleep", "600"]))
    definition(batch, "large", containerProperties=container("4", command=["sleep", "600"]))


def stop(batch: Any, how: str, id: str, reason: str = "because") -> None:
    answer = getattr(batch, how)(jobId=id, reason=reason)
    assert set(answer) == {"ResponseMetadata"}


def until(aws: World, batch: Any, id: str, wanted: str) -> None:
    aws.clock.run_until(lambda: status(batch, id) == wanted, within=3600)


def asked(batch: Any, id: str) -> tuple[bool, bool]:
    shown = described(batch, id)
    return shown["isCancelled"], shown["isTerminated"]


@pytest.mark.usefixtures("ready")
@BOTH
@pytest.mark.parametrize("wanted", ["SUBMITTED", "RUNNABLE"])
def test_before_it_starts_it_fails_at_once(aws: World, batch: Any, how: str, wanted: str) -> None:
    id = submit(batch)
    until(aws, batch, id, wanted)
    stop(batch, how, id)
    shown = described(batch, id)
    assert (shown["status"], shown["statusReason"], shown["attempts"]) == ("FAILED", "because", [])
    assert asked(batch, id) == (how == "cancel_job", how == "terminate_job")
    aws.clock.run_until_idle()
    assert status(batch, id) == "FAILED"


@pytest.mark.usefixtures("ready")
@BOTH
def test_a_pending_job_fails_when_its_dependencies_have_finished(aws: World, batch: Any, how: str) -> None:
    first = submit(batch)
    second = submit(batch, dependsOn=[{"jobId": first}])
    third = submit(batch, dependsOn=[{"jobId": second}])
    until(aws, batch, first, "RUNNING")
    stop(batch, how, second)
    assert status(batch, second) == "PENDING"
    assert asked(batch, second) == (how == "cancel_job", how == "terminate_job")
    aws.clock.run_until_idle()
    shown = described(batch, second)
    assert (shown["status"], shown["statusReason"]) == ("FAILED", "because")
    assert shown["stoppedAt"] == described(batch, first)["stoppedAt"]
    assert described(batch, third)["statusReason"] == "Dependent Job failed"


@pytest.mark.usefixtures("ready")
def test_a_pending_job_fails_after_the_last_of_its_dependencies(aws: World, batch: Any) -> None:
    definition(batch, "short", containerProperties=container(command=["false"]))
    short, long = submit(batch, definition="short"), submit(batch)
    id = submit(batch, dependsOn=[{"jobId": short}, {"jobId": long}])
    aws.clock.advance(seconds=2)
    stop(batch, "cancel_job", id)
    until(aws, batch, short, "FAILED")
    assert status(batch, id) == "PENDING"
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert (shown["statusReason"], shown["stoppedAt"]) == ("because", described(batch, long)["stoppedAt"])


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("wanted", ["STARTING", "RUNNING"])
def test_cancelling_does_nothing_once_it_has_begun_to_start(aws: World, batch: Any, wanted: str) -> None:
    id = submit(batch)
    until(aws, batch, id, wanted)
    stop(batch, "cancel_job", id)
    assert asked(batch, id) == (False, False)
    aws.clock.run_until_idle()
    assert status(batch, id) == "SUCCEEDED"


@pytest.mark.usefixtures("ready")
def test_terminating_a_running_job(aws: World, batch: Any) -> None:
    aws.batch.register(takes=600)
    id = submit(batch, retryStrategy={"attempts": 3})
    until(aws, batch, id, "RUNNING")
    began = described(batch, id)["startedAt"]
    stop(batch, "terminate_job", id)
    stop(batch, "terminate_job", id, "another reason")
    assert status(batch, id) == "RUNNING"
    assert asked(batch, id) == (False, True)
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert (shown["status"], shown["statusReason"], shown["container"]["exitCode"]) == ("FAILED", "because", 137)
    assert shown["stoppedAt"] - began == 30_000
    assert [each["statusReason"] for each in shown["attempts"]] == ["because"]


@pytest.mark.usefixtures("ready")
def test_terminating_a_starting_job(aws: World, batch: Any) -> None:
    id = submit(batch)
    until(aws, batch, id, "STARTING")
    stop(batch, "terminate_job", id)
    shown = described(batch, id)
    assert (shown["status"], shown["statusReason"]) == ("FAILED", "because")
    assert shown["startedAt"] == 0
    assert "exitCode" not in shown["container"]


@pytest.mark.usefixtures("ready")
def test_what_it_had_is_free_for_the_next(aws: World, batch: Any) -> None:
    first, second = submit(batch, definition="large"), submit(batch, definition="large")
    until(aws, batch, first, "RUNNING")
    stop(batch, "terminate_job", first)
    aws.clock.run_until_idle()
    assert described(batch, second)["startedAt"] - described(batch, first)["stoppedAt"] < 60_000


@pytest.mark.usefixtures("ready")
@BOTH
def test_ended_and_unknown_jobs_are_left_alone(aws: World, batch: Any, how: str) -> None:
    good = submit(batch)
    aws.clock.run_until_idle()
    before = described(batch, good)
    for id in (good, UNKNOWN, f"{UNKNOWN}:1", "anything"):
        stop(batch, how, id)
    assert described(batch, good) == before


@pytest.mark.usefixtures("ready")
def test_between_two_attempts(aws: World, batch: Any) -> None:
    aws.batch.register(exit_code=1)
    id = submit(batch, retryStrategy={"attempts": 5})
    aws.clock.run_until(lambda: described(batch, id)["attempts"], within=600)
    stop(batch, "cancel_job", id)
    shown = described(batch, id)
    assert (shown["status"], shown["statusReason"], len(shown["attempts"])) == ("FAILED", "because", 1)


@pytest.mark.usefixtures("ready")
def test_cancelling_an_array_leaves_the_children_that_run(aws: World, batch: Any) -> None:
    id = submit(batch, arrayProperties={"size": 6})
    aws.clock.run_until(lambda: status(batch, f"{id}:3") == "RUNNING", within=600)
    stop(batch, "cancel_job", id)
    children = [described(batch, f"{id}:{index}") for index in range(6)]
    assert [each["status"] for each in children] == ["RUNNING"] * 4 + ["FAILED"] * 2
    assert [each["isCancelled"] for each in children] == [False] * 4 + [True] * 2
    assert status(batch, id) == "PENDING"
    assert asked(batch, id) == (True, False)
    aws.clock.run_until_idle()
    shown = described(batch, id)
    assert (shown["status"], shown["statusReason"]) == ("FAILED", "because")
    assert (
        shown["arrayProperties"]["statusSummary"] | {"SUCCEEDED": 4, "FAILED": 2}
        == (shown["arrayProperties"]["statusSummary"])
    )


@pytest.mark.usefixtures("ready")
def test_terminating_an_array_stops_all(aws: World, batch: Any) -> None:
    id = submit(batch, arrayProperties={"size": 6})
    aws.clock.run_until(lambda: status(batch, f"{id}:3") == "RUNNING", within=600)
    stop(batch, "terminate_job", id)
    aws.clock.advance(seconds=30)
    shown = [described(batch, each) for each in (id, *(f"{id}:{index}" for index in range(6)))]
    assert {(each["status"], each["statusReason"]) for each in shown} == {("FAILED", "because")}


@pytest.mark.usefixtures("ready")
@BOTH
def test_an_array_in_sequence_fails_as_a_whole(aws: World, batch: Any, how: str) -> None:
    id = submit(batch, arrayProperties={"size": 3}, dependsOn=[{"type": "SEQUENTIAL"}])
    aws.clock.advance(seconds=2)
    stop(batch, how, id)
    shown = [described(batch, each) for each in (id, *(f"{id}:{index}" for index in range(3)))]
    assert {(each["status"], each["statusReason"]) for each in shown} == {("FAILED", "because")}


@pytest.mark.usefixtures("ready")
@BOTH
@pytest.mark.parametrize("waiting", [True, False])
def test_an_array_that_has_not_begun(aws: World, batch: Any, how: str, waiting: bool) -> None:
    first = submit(batch)
    depends = {"dependsOn": [{"jobId": first}]} if waiting else {}
    id = submit(batch, arrayProperties={"size": 2}, **depends)
    if waiting:
        until(aws, batch, first, "RUNNING")
    stop(batch, how, id)
    assert status(batch, f"{id}:1") == ("PENDING" if waiting else "FAILED")
    aws.clock.run_until_idle()
    shown = [described(batch, each) for each in (id, f"{id}:0", f"{id}:1")]
    assert {(each["status"], each["statusReason"]) for each in shown} == {("FAILED", "because")}


@pytest.mark.usefixtures("ready")
def test_a_child_alone(aws: World, batch: Any) -> None:
    id = submit(batch, arrayProperties={"size": 3})
    aws.clock.advance(seconds=2)
    stop(batch, "cancel_job", f"{id}:1")
    assert status(batch, f"{id}:1") == "FAILED"
    aws.clock.run_until_idle()
    assert [status(batch, f"{id}:{index}") for index in (0, 2)] == ["SUCCEEDED"] * 2
    assert described(batch, id)["statusReason"] == "Array Child Job failed"


def test_cancelling_what_blocks_a_queue_lets_the_next_one_run(aws: World, batch: Any) -> None:
    environment(batch, max_vcpus=4)
    aws.clock.advance(seconds=15)
    queue(batch)
    aws.clock.advance(seconds=10)
    definition(batch)
    definition(batch, "huge", containerProperties=container("64"))
    huge, small = submit(batch, definition="huge"), submit(batch)
    aws.clock.advance(seconds=60)
    assert status(batch, small) == "RUNNABLE"
    stop(batch, "cancel_job", huge)
    aws.clock.run_until_idle()
    assert status(batch, small) == "SUCCEEDED"


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("how", ["cancel_jobs", "terminate_jobs"])
def test_many_at_once(aws: World, batch: Any, how: str) -> None:
    first, second = submit(batch), submit(batch, arrayProperties={"size": 2})
    answer = getattr(batch, how)(jobs=[first, "no id", f"{second}:1", UNKNOWN], reason="because")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert answer["successful"] == [first, f"{second}:1", UNKNOWN]
    (error,) = answer["errors"]
    assert (error["job"], error["code"]) == ("no id", "ValidationException")
    assert "no id" in error["message"]
    assert [status(batch, each) for each in (first, f"{second}:1", f"{second}:0")] == ["FAILED", "FAILED", "SUBMITTED"]


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("how", "params"),
    [
        ("cancel_job", {"jobId": UNKNOWN, "reason": "x" * 1025}),
        ("terminate_job", {"jobId": UNKNOWN, "reason": "x" * 1025}),
        ("cancel_job", {"jobId": UNKNOWN, "reason": ""}),
        ("cancel_job", {"jobId": "", "reason": "x"}),
        ("cancel_jobs", {"jobs": [UNKNOWN] * 51, "reason": "x"}),
        ("terminate_jobs", {"jobs": [], "reason": "x"}),
    ],
)
def test_refused(batch: Any, how: str, params: dict[str, Any]) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(batch, how)(**params)
    assert caught.value.response["Error"]["Code"] == "ClientException"


@pytest.mark.usefixtures("ready")
def test_a_world_with_a_long_chain_of_jobs_can_be_copied(aws: World, batch: Any) -> None:
    submit(batch, arrayProperties={"size": 5000}, dependsOn=[{"type": "SEQUENTIAL"}])
    aws.clock.advance(seconds=2)
    service: Any = aws.router.service("batch", aws.account, aws.region)
    jobs = service.jobs
    memo = {id(service): None, id(service.world): None}
    assert len(copy.deepcopy(jobs, memo)) == 5001
