"""ListJobs and DescribeJobs."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World
from tests.services.batch.support import ARN, container, definition, environment, furnished, queue, refused, submit


@pytest.fixture
def ready(aws: World, batch: Any) -> None:
    furnished(aws, batch, max_vcpus=4)
    definition(batch, containerProperties=container("4", command=["sleep", "600"]))
    definition(batch, "Work2", containerProperties=container("4", command=["exit", "3"]))


def names(batch: Any, **params: Any) -> list[str]:
    found = batch.list_jobs(**{"jobQueue": "queue", **params})["jobSummaryList"]
    return [each["jobName"] for each in found]


def by(name: str, *values: str) -> list[dict[str, Any]]:
    return [{"name": name, "values": list(values)}]


@pytest.mark.usefixtures("ready")
def test_only_running_ones_unless_a_status_is_given(aws: World, batch: Any) -> None:
    for name in ("a", "b", "c"):
        submit(batch, name)
    assert names(batch) == []
    assert names(batch, jobStatus="SUBMITTED") == ["c", "b", "a"]
    aws.clock.run_until(lambda: names(batch), within=600)
    assert names(batch) == ["a"]
    assert names(batch, jobQueue=f"{ARN}job-queue/queue", jobStatus="RUNNABLE") == ["c", "b"]


@pytest.mark.usefixtures("ready")
def test_what_a_summary_has(aws: World, batch: Any) -> None:
    id = submit(batch, "a", definition="Work2")
    (fresh,) = batch.list_jobs(jobQueue="queue", jobStatus="SUBMITTED")["jobSummaryList"]
    assert fresh == {
        "jobArn": f"{ARN}job/{id}",
        "jobId": id,
        "jobName": "a",
        "createdAt": fresh["createdAt"],
        "status": "SUBMITTED",
        "jobDefinition": f"{ARN}job-definition/Work2:1",
        "capacityUsage": [{"capacityUnit": "VCPU", "quantity": 4.0}],
    }
    aws.clock.run_until_idle()
    (ended,) = batch.list_jobs(jobQueue="queue", jobStatus="FAILED")["jobSummaryList"]
    assert ended["container"] == {"exitCode": 3}
    assert ended["statusReason"] == "Essential container in task exited"
    assert ended["stoppedAt"] >= ended["startedAt"] > ended["createdAt"]
    cancelled = submit(batch, "b")
    batch.cancel_job(jobId=cancelled, reason="no")
    (first, _) = batch.list_jobs(jobQueue="queue", jobStatus="FAILED")["jobSummaryList"]
    assert (first["isCancelled"], first["statusReason"]) == (True, "no")
    assert "isTerminated" not in first


@pytest.mark.usefixtures("ready")
def test_filters(aws: World, batch: Any) -> None:
    submit(batch, "Alpha1")
    aws.clock.advance(seconds=1)
    middle = round(aws.clock.now.timestamp() * 1000)
    submit(batch, "alpha2", definition="Work2")
    aws.clock.advance(seconds=1)
    submit(batch, "beta", definition="work")
    everything = ["beta", "alpha2", "Alpha1"]
    assert names(batch, filters=by("JOB_NAME", "ALPHA1")) == ["Alpha1"]
    assert names(batch, filters=by("JOB_NAME", "alpha*")) == ["alpha2", "Alpha1"]
    assert names(batch, filters=by("JOB_NAME", "alpha")) == []
    assert names(batch, filters=by("JOB_NAME", "*"), jobStatus="FAILED") == everything
    assert names(batch, filters=by("JOB_DEFINITION", "work")) == ["beta", "Alpha1"]
    assert names(batch, filters=by("JOB_DEFINITION", "work2")) == []
    assert names(batch, filters=by("JOB_DEFINITION", "W*")) == ["alpha2"]
    assert names(batch, filters=by("JOB_DEFINITION", f"{ARN}job-definition/Work2:1")) == ["alpha2"]
    assert names(batch, filters=by("BEFORE_CREATED_AT", str(middle))) == ["Alpha1"]
    assert names(batch, filters=by("AFTER_CREATED_AT", str(middle))) == ["beta"]


def test_the_share_filter_goes_with_a_status(aws: World, batch: Any) -> None:
    environment(batch)
    policy = batch.create_scheduling_policy(name="fair", fairsharePolicy={})["arn"]
    aws.clock.advance(seconds=15)
    queue(batch, schedulingPolicyArn=policy)
    aws.clock.advance(seconds=10)
    definition(batch)
    submit(batch, "a", shareIdentifier="red")
    submit(batch, "b", shareIdentifier="blue")
    assert names(batch, filters=by("SHARE_IDENTIFIER", "red")) == ["a"]
    assert names(batch, filters=by("SHARE_IDENTIFIER", "red"), jobStatus="SUBMITTED") == ["a"]
    assert names(batch, filters=by("SHARE_IDENTIFIER", "red"), jobStatus="FAILED") == []
    (shown,) = batch.list_jobs(jobQueue="queue", filters=by("SHARE_IDENTIFIER", "red"))["jobSummaryList"]
    assert shown["shareIdentifier"] == "red"


@pytest.mark.usefixtures("ready")
def test_children_of_an_array(aws: World, batch: Any) -> None:
    id = submit(batch, "a", arrayProperties={"size": 3})
    aws.clock.run_until(lambda: batch.list_jobs(arrayJobId=id)["jobSummaryList"], within=600)
    (running,) = batch.list_jobs(arrayJobId=id)["jobSummaryList"]
    assert running["arrayProperties"] == {"index": 0}
    found = batch.list_jobs(arrayJobId=id, jobStatus="RUNNABLE", filters=by("JOB_NAME", "other"))
    assert [each["jobId"] for each in found["jobSummaryList"]] == [f"{id}:1", f"{id}:2"]
    (parent,) = batch.list_jobs(jobQueue="queue", jobStatus="PENDING")["jobSummaryList"]
    assert parent["arrayProperties"]["size"] == 3
    assert parent["arrayProperties"]["statusSummary"]["RUNNING"] == 1
    assert names(batch) == []


@pytest.mark.usefixtures("ready")
def test_nodes(aws: World, batch: Any) -> None:
    ranges = [{"targetNodes": "0:", "container": container(command=["sleep", "60"])}]
    properties = {"numNodes": 1, "mainNode": 0, "nodeRangeProperties": ranges}
    definition(batch, "mnp", type="multinode", containerProperties=None, nodeProperties=properties)
    id = submit(batch, "a", definition="mnp")
    aws.clock.run_until(lambda: names(batch), within=600)
    (parent,) = batch.list_jobs(jobQueue="queue")["jobSummaryList"]
    assert parent["nodeProperties"] == {"numNodes": 1}
    (node,) = batch.list_jobs(multiNodeJobId=id)["jobSummaryList"]
    assert (node["jobId"], node["nodeProperties"]) == (f"{id}#0", {"nodeIndex": 0, "isMainNode": True})


@pytest.mark.usefixtures("ready")
def test_pages(aws: World, batch: Any) -> None:
    id = submit(batch, "a", arrayProperties={"size": 1500})
    aws.clock.advance(seconds=2)
    first = batch.list_jobs(arrayJobId=id, jobStatus="RUNNABLE")
    assert len(first["jobSummaryList"]) == 1000
    rest = batch.list_jobs(arrayJobId=id, jobStatus="RUNNABLE", nextToken=first["nextToken"])
    assert rest["jobSummaryList"][0]["jobId"] == f"{id}:1000"
    assert len(rest["jobSummaryList"]) == 500
    assert "nextToken" not in rest
    for index in range(149):
        submit(batch, f"b{index}")
    pages = batch.get_paginator("list_jobs").paginate(jobQueue="queue", filters=by("JOB_NAME", "*"))
    found = [[each["jobName"] for each in page["jobSummaryList"]] for page in pages]
    assert [len(each) for each in found] == [100, 50]
    assert [*found[0], *found[1]] == [*(f"b{index}" for index in reversed(range(149))), "a"]


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    "params",
    [
        {"jobQueue": None},
        {"arrayJobId": "x"},
        {"jobQueue": "none"},
        {"jobStatus": "DONE"},
        {"maxResults": 0},
        {"nextToken": "x"},
        {"filters": by("JOB_NAME", "a") + by("JOB_NAME", "b")},
        {"filters": by("COLOUR", "a")},
        {"filters": by("JOB_NAME")},
        {"filters": by("BEFORE_CREATED_AT", "yesterday")},
    ],
)
def test_refused(batch: Any, params: dict[str, Any]) -> None:
    given = {name: value for name, value in {"jobQueue": "queue", **params}.items() if value is not None}
    with pytest.raises(ClientError) as caught:
        batch.list_jobs(**given)
    assert caught.value.response["Error"]["Code"] == "ClientException"


@pytest.mark.usefixtures("ready")
def test_describe_leaves_out_what_it_does_not_know(batch: Any) -> None:
    id = submit(batch)
    found = batch.describe_jobs(jobs=["none", id, f"{id}:0", id])["jobs"]
    assert [each["jobId"] for each in found] == [id]
    with refused("Maximum number of jobs supported is 100", wrapped=True):
        batch.describe_jobs(jobs=["none"] * 101)
