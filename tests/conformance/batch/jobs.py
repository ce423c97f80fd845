"""Jobs, once they are submitted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.batch import job_forms as forms
from tests.conformance.batch.furniture import ORDERS, SLEEP, on_fargate, on_instances, order
from tests.conformance.batch.rows import Rows
from tests.conformance.contract import AskService, Refusal, Scenario, Stage

_RESOURCE = [{"consumableResource": "licence", "quantity": 1}]
_RETRY = {
    "attempts": 2,
    "evaluateOnExit": [{"onExitCode": "9", "onReason": "*", "onStatusReason": "*", "action": "EXIT"}],
}
_EKS = {
    "eksClusterArn": "arn:aws:eks:us-east-1:123456789012:cluster/c",
    "kubernetesNamespace": "jobs",
}


async def _furnish(ask: AskService) -> None:
    """Three queues, and a definition of each form."""
    for name, resources, more in (
        ("machines", on_instances(maxvCpus=64), {}),
        ("tasks", on_fargate(), {}),
        ("pods", on_instances(maxvCpus=64), {"eksConfiguration": _EKS}),
    ):
        await ask(
            "CreateComputeEnvironment", computeEnvironmentName=name, type="MANAGED", computeResources=resources, **more
        )
    policy = (await ask("CreateSchedulingPolicy", name="fair", fairsharePolicy={}))["arn"]
    await ask("CreateConsumableResource", consumableResourceName="licence", totalQuantity=10)
    await ask.wait(60)
    for name in ("machines", "tasks", "pods"):
        more = {"schedulingPolicyArn": policy} if name == "machines" else {}
        await ask("CreateJobQueue", jobQueueName=name, priority=1, computeEnvironmentOrder=order(name), **more)
    await ask.wait(60)
    for name, parts in {
        "machine": {"containerProperties": forms.MACHINE, "schedulingPriority": 3},
        "deprecated": {"containerProperties": forms.DEPRECATED},
        "task": {"containerProperties": forms.TASK, "platformCapabilities": ["FARGATE"]},
        "tasks": {"ecsProperties": forms.TASKS},
        "tasks-on-fargate": {"ecsProperties": forms.TASKS_ON_FARGATE, "platformCapabilities": ["FARGATE"]},
        "pod": {"eksProperties": forms.POD},
        "unlogged": {"containerProperties": forms.UNLOGGED},
        "unlogged-tasks": {"ecsProperties": forms.UNLOGGED_TASKS},
    }.items():
        await ask("RegisterJobDefinition", jobDefinitionName=name, type="container", **parts)
    for name, form in {
        "node-machines": {
            "container": {**forms.MACHINE, "instanceType": "m5.xlarge"},
            "consumableResourceProperties": {"consumableResourceList": _RESOURCE},
        },
        "node-deprecated": {"container": forms.DEPRECATED, "instanceTypes": ["m5.xlarge"]},
        "node-tasks": {"ecsProperties": forms.TASKS},
        "node-pods": {"eksProperties": forms.POD},
    }.items():
        await ask("RegisterJobDefinition", jobDefinitionName=name, type="multinode", nodeProperties=forms.nodes(**form))


async def _submit(ask: AskService, definition: str, queue: str = "machines", **more: Any) -> str:
    if queue == "machines":
        more["shareIdentifier"] = "red"
    made = await ask("SubmitJob", jobName=definition, jobQueue=queue, jobDefinition=definition, **more)
    id: str = made["jobId"]
    return id


async def _describe(ask: AskService) -> None:
    await _furnish(ask)
    first = await _submit(
        ask,
        "machine",
        retryStrategy=_RETRY,
        timeout={"attemptDurationSeconds": 60},
        schedulingPriorityOverride=5,
        parameters={"colour": "red"},
        tags={"team": "a"},
        propagateTags=True,
        consumableResourcePropertiesOverride={"consumableResourceList": _RESOURCE},
    )
    array = await _submit(ask, "deprecated", arrayProperties={"size": 2}, dependsOn=[{"type": "SEQUENTIAL"}])
    jobs = [first, array, f"{array}:0"]
    jobs.append(await _submit(ask, "deprecated", dependsOn=[{"jobId": first}]))
    jobs.append(await _submit(ask, "task", "tasks"))
    jobs.append(await _submit(ask, "tasks"))
    jobs.append(await _submit(ask, "tasks-on-fargate", "tasks"))
    jobs.append(await _submit(ask, "pod", "pods"))
    for name in ("machines", "deprecated", "tasks"):
        id = await _submit(ask, f"node-{name}")
        jobs += [id, f"{id}#0", f"{id}#1"]
    jobs += [await _submit(ask, "unlogged"), await _submit(ask, "unlogged-tasks")]
    jobs.append(await _submit(ask, "node-pods", "pods"))
    await ask("DescribeJobs", jobs=jobs)
    await ask.wait(3600)
    await ask("DescribeJobs", jobs=jobs)


async def _list(ask: AskService) -> None:
    await _furnish(ask)
    await _submit(ask, "machine", retryStrategy=_RETRY)
    await _submit(ask, "unlogged")
    array = await _submit(ask, "deprecated", arrayProperties={"size": 2})
    nodes = await _submit(ask, "node-deprecated")
    await ask("ListJobs", jobQueue="machines", jobStatus="SUBMITTED")
    await ask.wait(3600)
    await _stop(ask)
    everything = [{"name": "JOB_NAME", "values": ["*"]}]
    first = await ask("ListJobs", jobQueue="machines", filters=everything, maxResults=1)
    await ask("ListJobs", jobQueue="machines", filters=everything, maxResults=100, nextToken=first["nextToken"])
    await ask("ListJobs", arrayJobId=array, jobStatus="SUCCEEDED")
    await ask("ListJobs", multiNodeJobId=nodes, jobStatus="SUCCEEDED")


async def _stop(ask: AskService) -> None:
    first, second = await _submit(ask, "machine"), await _submit(ask, "machine")
    await ask("CancelJob", jobId=first, reason="no")
    await ask("TerminateJob", jobId=second, reason="no")


async def _stops(ask: AskService) -> None:
    await _furnish(ask)
    await _stop(ask)
    await ask("CancelJobs", jobs=[await _submit(ask, "machine"), "none"], reason="no")
    await ask("TerminateJobs", jobs=[await _submit(ask, "machine"), "none"], reason="no")


SCENARIOS: dict[str, Scenario] = {
    "DescribeJobs": _describe,
    "ListJobs": _list,
    **dict.fromkeys(("CancelJob", "TerminateJob", "CancelJobs", "TerminateJobs"), _stops),
}
_IPV6 = "its addresses are IPv4"
_STARTS = "what cannot start is shown of ECS: pods have no log group"
_FARGATE = "of Fargate, which has no nodes"
_RANGE = "jobs[].nodeProperties.nodeRangeProperties[]"
_TASK = f"{_RANGE}.ecsProperties.taskProperties[]"

NEVER_SHOWN: dict[str, dict[str, str]] = {
    "DescribeJobs": {
        **dict.fromkeys(
            (
                f"jobs[].{path}.networkInterfaces[].ipv6Address"
                for path in (
                    "container",
                    "attempts[].container",
                    "attempts[].taskProperties[].containers[]",
                    "ecsProperties.taskProperties[].containers[]",
                )
            ),
            _IPV6,
        ),
        **dict.fromkeys(
            (
                f"jobs[].{path}[].reason"
                for path in (
                    "eksAttempts[].containers",
                    "eksAttempts[].initContainers",
                    "eksProperties.podProperties.containers",
                    "eksProperties.podProperties.initContainers",
                )
            ),
            _STARTS,
        ),
        **dict.fromkeys(
            (
                f"{where}.{member}"
                for where, version in (
                    (
                        f"{_RANGE}.container",
                        ("fargatePlatformConfiguration", "fargatePlatformConfiguration.platformVersion"),
                    ),
                    (_TASK, ("platformVersion",)),
                )
                for member in (
                    "ephemeralStorage",
                    "ephemeralStorage.sizeInGiB",
                    "networkConfiguration",
                    "networkConfiguration.assignPublicIp",
                    "runtimePlatform",
                    "runtimePlatform.cpuArchitecture",
                    "runtimePlatform.operatingSystemFamily",
                    *version,
                )
            ),
            _FARGATE,
        ),
    },
    "ListJobs": {"jobSummaryList[].scheduledAt": "of service jobs"},
}
UNASKED: dict[str, str] = {}

_CANCEL, _TERMINATE = "CancelJob", "TerminateJob"
_ONE, _MANY = (_CANCEL, _TERMINATE), ("CancelJobs", "TerminateJobs")
_row = Rows(
    {
        "DescribeJobs": {"jobs": ["<first>"]},
        "ListJobs": {"jobQueue": ORDERS},
        **{name: {"jobId": "<first>", "reason": "no"} for name in _ONE},
        **{name: {"jobs": ["<first>"], "reason": "no"} for name in _MANY},
    }
)


def _filter(name: str, *values: str) -> list[dict[str, Any]]:
    return [{"name": name, "values": list(values)}]


_LISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "no source": (
        "Exactly one of jobQueue, arrayJobId, multiNodeJobId must be specified.",
        {"jobQueue": None},
    ),
    "two sources": (
        "Exactly one of jobQueue, arrayJobId, multiNodeJobId must be specified.",
        {"arrayJobId": "<first>"},
    ),
    "no queue": ("JobQueue none not found.", {"jobQueue": "none"}),
    "status": (
        "jobStatus DONE is not valid. Valid values are "
        "SUBMITTED, PENDING, RUNNABLE, STARTING, RUNNING, SUCCEEDED, FAILED.",
        {"jobStatus": "DONE"},
    ),
    "no results": ("maxResults must be at least 1.", {"maxResults": 0}),
    "token": ("Invalid nextToken.", {"nextToken": "none"}),
    "two filters": (
        "Only one filter can be used at a time.",
        {"filters": [*_filter("JOB_NAME", "a"), *_filter("JOB_NAME", "b")]},
    ),
    "unknown filter": (
        "Filter COLOUR is not valid. Valid values are "
        "JOB_NAME, JOB_DEFINITION, BEFORE_CREATED_AT, AFTER_CREATED_AT, SHARE_IDENTIFIER.",
        {"filters": _filter("COLOUR", "red")},
    ),
    "no value": ("Filter JOB_NAME must have a value.", {"filters": _filter("JOB_NAME")}),
    "no time": (
        "Filter AFTER_CREATED_AT must have a Unix timestamp in milliseconds as its value.",
        {"filters": _filter("AFTER_CREATED_AT", "noon")},
    ),
}

REFUSALS: list[Refusal] = [
    _row.wrapped("101 jobs", "DescribeJobs", "Maximum number of jobs supported is 100", jobs=["<first>"] * 101),
    *(_row(id, "ListJobs", message, **changed) for id, (message, changed) in _LISTS.items()),
    *(
        row
        for operation in (*_ONE, *_MANY)
        for row in (
            _row("no reason", operation, "reason is required.", reason=""),
            _row("a long reason", operation, "reason must have at most 1024 characters.", reason="x" * 1025),
        )
    ),
    *(_row("no job", operation, "jobId is required.", jobId="") for operation in _ONE),
    *(
        _row(f"{count} jobs", operation, "jobs must have between 1 and 50 job IDs.", jobs=["<first>"] * count)
        for operation in _MANY
        for count in (0, 51)
    ),
]

_JOB = {"jobQueue": ORDERS, "jobDefinition": SLEEP}


def furnish(on: Stage) -> None:
    """A job, and one that waits for it."""
    first = on.ask("SubmitJob", jobName="first", **_JOB)["jobId"]
    second = on.ask("SubmitJob", jobName="second", dependsOn=[{"jobId": first}], **_JOB)["jobId"]
    on.values |= {"<first>": first, "<second>": second}


def seen(on: Stage) -> Iterator[Any]:
    yield on.ask("DescribeJobs", jobs=[on.values["<first>"], on.values["<second>"]])


def probed(on: Stage) -> Iterator[Any]:
    yield on.ask("SubmitJob", jobName="third", **_JOB)
