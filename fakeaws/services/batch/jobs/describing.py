"""What DescribeJobs shows of a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeaws.services.batch.jobs.job import Attempt, Job

#: Parts of a job definition that go into its jobs as they are.
_AS_GIVEN = ("shareIdentifier", "schedulingPriority", "propagateTags", "consumableResourceProperties")


def described(job: Job) -> dict[str, Any]:
    """A JobDetail. What has not happened yet is absent."""
    settings = job.settings
    shown: dict[str, Any] = {
        "jobArn": job.arn,
        "jobName": job.name,
        "jobId": job.id,
        "jobQueue": job.queue.arn,
        "status": job.status,
        "attempts": [] if _on_eks(job) else [_attempt(job, each) for each in _ended(job)],
        "createdAt": job.created_ms,
        "dependsOn": job.depends_on if job.parent is None else job.parent.depends_on,
        "jobDefinition": job.definition.arn,
        "parameters": settings.get("parameters") or {},
        "tags": dict(job.tags if job.parent is None else job.parent.tags),
        "platformCapabilities": settings.get("platformCapabilities") or [],
        "isCancelled": job.cancelled is not None,
        "isTerminated": job.terminated is not None,
        **{name: settings[name] for name in _AS_GIVEN if settings.get(name) is not None},
        **instants(job),
        **_forms(job),
    }
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


def _on_eks(job: Job) -> bool:
    return bool(job.settings.get("eksProperties"))


def _ended(job: Job) -> list[Attempt]:
    return [each for each in job.attempts if each.stopped_ms is not None]


def _attempt(job: Job, attempt: Attempt) -> dict[str, Any]:
    shown: dict[str, Any] = _times(attempt)
    if job.settings.get("ecsProperties"):
        (task, *_) = job.settings["ecsProperties"]["taskProperties"]
        containers = [
            {"name": name, **_outcome(attempt), **_stream(attempt), "networkInterfaces": list(attempt.interfaces)}
            for name in _names(task.get("containers") or ())
        ]
        return {**shown, "container": {}, "taskProperties": [{**_machine(attempt), "containers": containers}]}
    return {**shown, "container": _container(attempt)}


def _forms(job: Job) -> dict[str, Any]:
    """``container``, ``ecsProperties``, ``eksProperties`` or ``nodeProperties``, with what the last attempt adds."""
    settings = job.settings
    attempt = job.attempts[-1] if job.attempts else None
    if job.nodes is not None:
        return {"nodeProperties": settings["nodeProperties"]}
    if settings.get("ecsProperties"):
        return {"ecsProperties": _with_tasks(settings["ecsProperties"], attempt)}
    if _on_eks(job):
        return {"eksProperties": _with_pod(settings["eksProperties"], attempt), "eksAttempts": _eks_attempts(job)}
    return {"container": {**job.container, "networkInterfaces": [], **({} if attempt is None else _container(attempt))}}


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
    return {"podProperties": pod}


def _eks_attempts(job: Job) -> list[dict[str, Any]]:
    pod = job.settings["eksProperties"].get("podProperties") or {}
    found = []
    for attempt in _ended(job):
        containers = [
            {"name": name, "containerID": f"containerd://{_id(attempt)}", **_outcome(attempt)}
            for name in _names(pod.get("containers") or ())
        ]
        found.append(
            {"containers": containers, "initContainers": [], **_pod(attempt), **attempt.pod, **_times(attempt)}
        )
    return found


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
