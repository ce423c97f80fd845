"""What DescribeJobs shows of a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.services.batch.definitions.containers import ECS, EKS, NODES, group_of
from fakeaws.services.batch.jobs.job import Attempt, Job

#: Parts of a job definition that go into its jobs as they are.
_AS_GIVEN = ("shareIdentifier", "schedulingPriority", "propagateTags", "consumableResourceProperties")


def described(job: Job) -> dict[str, Any]:
    """A JobDetail. What has not happened yet is absent, but for ``startedAt``: the model requires it, so it is 0."""
    settings = job.settings
    shown: dict[str, Any] = {
        "jobArn": job.arn,
        "jobName": job.name,
        "jobId": job.id,
        "jobQueue": job.queue.arn,
        "status": job.status,
        "attempts": _attempts(job),
        "createdAt": job.created_ms,
        "startedAt": 0,
        "dependsOn": job.depends_on if job.parent is None else job.parent.depends_on,
        "jobDefinition": job.definition.arn,
        "parameters": settings.get("parameters") or {},
        "platformCapabilities": settings.get("platformCapabilities") or [],
        "isCancelled": job.cancelled is not None,
        "isTerminated": job.terminated is not None,
        **{name: settings[name] for name in _AS_GIVEN if settings.get(name) is not None},
        **instants(job),
        **_forms(job),
    }
    tags = job.tags if job.parent is None else job.parent.tags
    if tags:
        shown["tags"] = dict(tags)
    if job.status_reason is not None:
        shown["statusReason"] = job.status_reason
    retrying = settings.get("retryStrategy")
    if retrying:
        shown["retryStrategy"] = {"attempts": job.attempts_allowed, "evaluateOnExit": [], **retrying}
    if settings.get("timeout"):
        shown["timeout"] = settings["timeout"]
    if job.is_node:
        shown["nodeDetails"] = {
            "nodeIndex": job.index,
            "isMainNode": job.parent is not None and job is job.parent.main_node,
        }
    if job.children is not None or job.is_child:
        shown["arrayProperties"] = array_properties(job)
    return shown


def instants(job: Job) -> dict[str, int]:
    """``startedAt`` of the last attempt, ``stoppedAt`` of the end."""
    found = {"startedAt": job.started_ms, "stoppedAt": job.stopped_ms}
    return {name: value for name, value in found.items() if value is not None}


def array_properties(job: Job) -> dict[str, Any]:
    """Of an array or a child of one."""
    if job.children is None:
        return {"index": job.index}
    counts = {"statusSummary": dict(job.counts), "statusSummaryLastUpdatedAt": job.updated_ms}
    return {**counts, "size": len(job.children)}


def form_of(job: Job, name: str) -> Mapping[str, Any] | None:
    """Its ``ecsProperties`` or ``eksProperties``; of a node, those of its group."""
    settings: Mapping[str, Any] = job.settings
    if job.is_node and job.index is not None:
        settings = group_of(settings[NODES], job.index)
    return settings.get(name)


def _ended(job: Job) -> list[Attempt]:
    return [each for each in job.attempts if each.stopped_ms is not None]


def _attempts(job: Job) -> list[dict[str, Any]]:
    """Those on EKS have a list of their own."""
    ecs = form_of(job, ECS)
    return [] if form_of(job, EKS) is not None else [_attempt(each, ecs) for each in _ended(job)]


def _attempt(attempt: Attempt, ecs: Mapping[str, Any] | None) -> dict[str, Any]:
    shown: dict[str, Any] = _times(attempt)
    if ecs is None:
        return {**shown, "container": _container(attempt)}
    more = {**_outcome(attempt), **_stream(attempt), "networkInterfaces": list(attempt.interfaces)}
    tasks = [
        {**_machine(attempt), "containers": [{"name": name, **more} for name in _names(task.get("containers") or ())]}
        for task in ecs["taskProperties"]
    ]
    return {**shown, "container": {}, "taskProperties": tasks}


def _forms(job: Job) -> dict[str, Any]:
    """``container``, ``ecsProperties``, ``eksProperties`` or ``nodeProperties``, with what the last attempt adds."""
    ecs, eks = form_of(job, ECS), form_of(job, EKS)
    attempt = job.attempts[-1] if job.attempts else None
    if job.nodes is not None:
        return {NODES: job.settings[NODES]}
    if ecs is not None:
        return {ECS: _with_tasks(ecs, attempt)}
    if eks is not None:
        return {EKS: _with_pod(eks, attempt), "eksAttempts": _eks_attempts(job, eks)}
    return {"container": {**job.container, "networkInterfaces": [], **({} if attempt is None else _host(attempt))}}


def _with_tasks(properties: Mapping[str, Any], attempt: Attempt | None) -> dict[str, Any]:
    if attempt is None:
        return dict(properties)
    more = {**_outcome(attempt), **_stream(attempt), "networkInterfaces": list(attempt.interfaces)}
    return {
        "taskProperties": [
            {**task, **_machine(attempt), "containers": [{**each, **more} for each in task.get("containers") or ()]}
            for task in properties["taskProperties"]
        ]
    }


def _with_pod(properties: Mapping[str, Any], attempt: Attempt | None) -> dict[str, Any]:
    pod = dict(properties.get("podProperties") or {})
    if attempt is not None:
        pod |= _pod(attempt)
        pod["containers"] = [{**each, **_outcome(attempt)} for each in pod.get("containers") or ()]
        if "initContainers" in pod:
            pod["initContainers"] = [{**each, **_initialized(attempt)} for each in pod["initContainers"]]
    return {"podProperties": pod}


def _eks_attempts(job: Job, properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    pod = properties.get("podProperties") or {}
    found = []
    for attempt in _ended(job):
        containers = [
            {"name": name, "containerID": f"containerd://{_id(attempt)}", **_outcome(attempt)}
            for name in _names(pod.get("containers") or ())
        ]
        first = [
            {"name": name, "containerID": f"containerd://{_id(attempt)}", **_initialized(attempt)}
            for name in _names(pod.get("initContainers") or ())
        ]
        shown = {**_pod(attempt), **attempt.pod, **_times(attempt)}
        found.append({"containers": containers, "initContainers": first, **shown})
    return found


def _initialized(attempt: Attempt) -> dict[str, Any]:
    """Init containers have done their work when the attempt runs."""
    return {} if attempt.started_ms is None else {"exitCode": 0}


def _pod(attempt: Attempt) -> dict[str, Any]:
    shown = {"podName": f"aws-batch.{_id(attempt)}"}
    if attempt.instance_arn is not None:
        shown["nodeName"] = f"{attempt.instance_arn.rsplit('/', 1)[1][:17]}.ec2.internal"
    return shown


def _id(attempt: Attempt) -> str:
    return attempt.task_arn.rsplit("/", 1)[1]


def _names(containers: Any) -> list[str]:
    return [each.get("name", "Default") for each in containers]


def _container(attempt: Attempt) -> dict[str, Any]:
    interfaces = list(attempt.interfaces)
    return {**_machine(attempt), **_outcome(attempt), **_stream(attempt), "networkInterfaces": interfaces}


def _host(attempt: Attempt) -> dict[str, Any]:
    more = {} if attempt.instance_type is None else {"instanceType": attempt.instance_type}
    return {**_container(attempt), **more}


def _machine(attempt: Attempt) -> dict[str, Any]:
    shown = {"taskArn": attempt.task_arn}
    if attempt.instance_arn is not None:
        shown["containerInstanceArn"] = attempt.instance_arn
    return shown


def _outcome(attempt: Attempt) -> dict[str, Any]:
    found = {"exitCode": attempt.exit_code, "reason": attempt.reason}
    return {name: value for name, value in found.items() if value is not None}


def _stream(attempt: Attempt) -> dict[str, Any]:
    return {} if attempt.log_stream is None else {"logStreamName": attempt.log_stream}


def _times(attempt: Attempt) -> dict[str, Any]:
    found = {"startedAt": attempt.started_ms, "stoppedAt": attempt.stopped_ms, "statusReason": attempt.status_reason}
    return {name: value for name, value in found.items() if value is not None}
