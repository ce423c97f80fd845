"""What EventBridge hears of jobs and queues."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import ACCOUNT, ARN, container, definition, furnished, submit

RULE = f"arn:aws:events:us-east-1:{ACCOUNT}:rule/jobs"


@pytest.fixture
def heard(aws: World, batch: Any, events: Any, sqs: Any) -> list[dict[str, Any]]:
    """The events of Batch, once `told` has been asked; with a queue for them, machines and a definition."""
    furnished(aws, batch)
    sqs.create_queue(QueueName="heard")
    aws.sqs.queue("heard").grant_send(RULE)
    events.put_rule(Name="jobs", EventPattern='{"source": ["aws.batch"]}')
    events.put_targets(Rule="jobs", Targets=[{"Id": "1", "Arn": aws.sqs.queue("heard").arn}])
    return []


def told(aws: World) -> list[dict[str, Any]]:
    """All events of Batch until now."""
    return [json.loads(message.body) for message in aws.sqs.queue("heard").messages]


def statuses(aws: World, id: str) -> list[str]:
    """Of a job, one for each event."""
    return [each["detail"]["status"] for each in told(aws) if each["detail"]["jobId"] == id]


def test_every_change_but_the_submission(aws: World, batch: Any, heard: Any) -> None:
    definition(batch)
    id = submit(batch)
    aws.clock.run_until_idle()
    assert statuses(aws, id) == ["RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED"]
    assert {each["detail-type"] for each in told(aws)} == {"Batch Job State Change"}


def test_the_event_word_by_word(aws: World, batch: Any, heard: Any) -> None:
    resources = [{"value": "2", "type": "VCPU"}, {"value": "256", "type": "MEMORY"}]
    properties = container(command=["sleep", "600"], resourceRequirements=resources)
    definition(batch, containerProperties=properties, retryStrategy={"attempts": 2})
    id = submit(batch, "event-test")
    created = batch.describe_jobs(jobs=[id])["jobs"][0]["createdAt"]
    aws.clock.advance(seconds=2)
    [message] = aws.sqs.queue("heard").messages
    event = json.loads(message.body)
    assert event == {
        "version": "0",
        "id": event["id"],
        "detail-type": "Batch Job State Change",
        "source": "aws.batch",
        "account": ACCOUNT,
        "time": "2026-01-05T00:00:26Z",
        "region": "us-east-1",
        "resources": [f"{ARN}job/{id}"],
        "detail": {
            "jobArn": f"{ARN}job/{id}",
            "jobName": "event-test",
            "jobId": id,
            "jobQueue": f"{ARN}job-queue/queue",
            "status": "RUNNABLE",
            "attempts": [],
            "createdAt": created,
            "retryStrategy": {"attempts": 2, "evaluateOnExit": []},
            "dependsOn": [],
            "jobDefinition": f"{ARN}job-definition/work:1",
            "parameters": {},
            "container": {
                "image": "busybox",
                "command": ["sleep", "600"],
                "volumes": [],
                "environment": [],
                "mountPoints": [],
                "ulimits": [],
                "networkInterfaces": [],
                "resourceRequirements": resources,
                "secrets": [],
            },
            "tags": {"resourceArn": f"{ARN}job/{id}"},
            "propagateTags": False,
            "platformCapabilities": [],
        },
    }
    assert list(event["detail"])[:8] == [
        *("jobArn", "jobName", "jobId", "jobQueue", "status", "attempts", "createdAt", "retryStrategy")
    ]


def test_the_end_with_its_attempts_and_tags(aws: World, batch: Any, heard: Any) -> None:
    definition(batch, containerProperties=container(command=["sh", "-c", "sleep 60; exit 3"]))
    id = submit(batch, tags={"team": "a"})
    aws.clock.run_until_idle()
    job = batch.describe_jobs(jobs=[id])["jobs"][0]
    detail = told(aws)[-1]["detail"]
    assert detail["status"] == "FAILED"
    assert detail["statusReason"] == "Essential container in task exited"
    assert [detail["startedAt"], detail["stoppedAt"]] == [job["startedAt"], job["startedAt"] + 60_000]
    assert detail["attempts"] == job["attempts"]
    assert detail["container"]["exitCode"] == detail["attempts"][0]["container"]["exitCode"] == 3
    assert detail["tags"] == {"resourceArn": job["jobArn"], "team": "a"}
    assert "isCancelled" not in detail
    assert "isTerminated" not in detail


def test_a_retry_is_runnable_again(aws: World, batch: Any, heard: Any) -> None:
    definition(batch, containerProperties=container(command=["false"]), retryStrategy={"attempts": 2})
    id = submit(batch)
    aws.clock.run_until_idle()
    assert statuses(aws, id) == [*["RUNNABLE", "STARTING", "RUNNING"] * 2, "FAILED"]
    again = [each["detail"] for each in told(aws) if each["detail"]["status"] == "RUNNABLE"][1]
    assert len(again["attempts"]) == 1


def test_an_array_and_each_of_its_children(aws: World, batch: Any, heard: Any) -> None:
    definition(batch)
    id = submit(batch, arrayProperties={"size": 2})
    aws.clock.run_until_idle()
    assert statuses(aws, id) == ["PENDING", "SUCCEEDED"]
    for index in (0, 1):
        assert statuses(aws, f"{id}:{index}") == ["RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED"]
    first = next(each for each in told(aws) if each["detail"]["jobId"] == f"{id}:0")
    assert first["resources"] == [f"{ARN}job/{id}:0"]
    assert first["detail"]["arrayProperties"] == {"index": 0}
    assert sum(told(aws)[-1]["detail"]["arrayProperties"]["statusSummary"].values()) == 2


def test_a_dependency_and_a_cancelled_job(aws: World, batch: Any, heard: Any) -> None:
    definition(batch, containerProperties=container(command=["sleep", "60"]))
    first = submit(batch)
    second = submit(batch, dependsOn=[{"jobId": first}])
    aws.clock.advance(seconds=2)
    assert statuses(aws, second) == ["PENDING"]
    batch.terminate_job(jobId=first, reason="enough")
    aws.clock.run_until_idle()
    assert statuses(aws, first) == ["RUNNABLE", "FAILED"]
    assert statuses(aws, second) == ["PENDING", "FAILED"]
    assert [each["detail"].get("statusReason") for each in told(aws)[-2:]] == ["enough", "Dependent Job failed"]


def test_a_blocked_queue(aws: World, batch: Any, heard: Any) -> None:
    definition(batch, containerProperties=container("64", "2048"))
    id = submit(batch)
    aws.clock.advance(seconds=30)
    blocked = [each for each in told(aws) if each["detail-type"] == "Batch Job Queue Blocked"]
    assert len(blocked) == 1
    assert blocked[0]["resources"] == [f"{ARN}job/{id}", f"{ARN}job-queue/queue"]
    detail = blocked[0]["detail"]
    assert (detail["jobId"], detail["status"]) == (id, "RUNNABLE")
    assert detail["statusReason"] == (
        "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU "
        "requirement of the job."
    )


def test_the_trace_goes_on_from_the_job_to_the_rules_target(aws: World, batch: Any, heard: Any) -> None:
    definition(batch)
    id = submit(batch)
    aws.clock.run_until_idle()
    kinds = [record.kind for record in aws.trace(id)]
    assert kinds.count("ServiceEvent") == 4
    assert kinds.count("SendMessage") == 4


def test_without_a_bus_in_use_no_event_is_made_up(aws: World, batch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    furnished(aws, batch)
    definition(batch)
    monkeypatch.setattr(World, "announce", None)
    submit(batch)
    aws.clock.run_until_idle()
    assert not aws.timeline.select(kind="ServiceEvent")


def test_nothing_is_emitted_for_cloudwatch(aws: World, batch: Any) -> None:
    furnished(aws, batch)
    definition(batch)
    submit(batch)
    aws.clock.run_until_idle()
    aws.clock.advance(minutes=5)
    listed = aws.call("cloudwatch", "ListMetrics", {"Namespace": "AWS/Batch"}, caller=aws.caller("test"))
    assert listed["Metrics"] == []
