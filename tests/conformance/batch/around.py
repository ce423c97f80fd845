"""Tags, service environments and service jobs, quota shares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.conformance.batch import furniture as f
from tests.conformance.batch import queues
from tests.conformance.batch.rows import Rows
from tests.conformance.contract import AskService, Refusal, Scenario, Stage

#: A service environment; queues over it: by a quota-share policy, and one that takes no jobs; a share, and one of no use.
TRAINING, TRAINING_ARN = "training", f"{f.BATCH}service-environment/training"
MODELS, SPARE = "models", "spare"
MODELS_ARN = f"{f.BATCH}job-queue/models"
TEAM, TEAM_ARN, IDLE_ARN = "team", f"{MODELS_ARN}/quota-share/team", f"{MODELS_ARN}/quota-share/idle"
NO_SHARE = f"{MODELS_ARN}/quota-share/none"
NO_QUEUE = f"{f.BATCH}job-queue/none"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
TYPE = "ml.m5.large"

LIMITS = [{"maxCapacity": 2, "capacityUnit": TYPE}]
ENVIRONMENT = {"serviceEnvironmentType": "SAGEMAKER_TRAINING", "capacityLimits": LIMITS}
QUEUE = {
    "jobQueueType": "SAGEMAKER_TRAINING",
    "priority": 1,
    "serviceEnvironmentOrder": [{"order": 1, "serviceEnvironment": TRAINING}],
    "schedulingPolicyArn": queues.QUOTA_ARN,
}
SHARING = {"strategy": "LEND_AND_BORROW", "borrowLimit": 100}
PREEMPTION = {"inSharePreemption": "ENABLED"}
SHARE = {
    "jobQueue": MODELS,
    "capacityLimits": [{"maxCapacity": 1, "capacityUnit": TYPE}],
    "resourceSharingConfiguration": SHARING,
    "preemptionConfiguration": PREEMPTION,
}
PAYLOAD = json.dumps(
    {
        "TrainingJobName": "model",
        "AlgorithmSpecification": {"TrainingImage": "train"},
        "ResourceConfig": {"InstanceType": TYPE, "InstanceCount": 1},
    }
)
JOB = {
    "jobName": "model",
    "jobQueue": MODELS,
    "quotaShareName": TEAM,
    "serviceJobType": "SAGEMAKER_TRAINING",
    "serviceRequestPayload": PAYLOAD,
}


def furnish(on: Stage) -> None:
    """An environment, queues, shares; a job that runs, and one that waits."""
    on.ask("CreateServiceEnvironment", serviceEnvironmentName=TRAINING, **ENVIRONMENT)
    on.wait(60)
    on.ask("CreateJobQueue", jobQueueName=MODELS, **QUEUE)
    on.wait(60)
    on.ask("CreateQuotaShare", quotaShareName=TEAM, **SHARE)
    on.ask("CreateQuotaShare", quotaShareName="idle", state="DISABLED", **SHARE)
    on.wait(60)
    for name in ("<running>", "<waiting>"):
        job = {**JOB, "serviceRequestPayload": PAYLOAD.replace('"InstanceCount": 1', '"InstanceCount": 2')}
        on.values[name] = on.ask("SubmitServiceJob", **job)["jobId"]
    on.ask("TagResource", resourceArn=f.ORDERS_ARN, tags={"team": "a"})


def seen(on: Stage) -> Iterator[Any]:
    yield on.ask("DescribeServiceEnvironments")
    yield on.ask("ListQuotaShares", jobQueue=MODELS)
    yield from (on.ask("DescribeQuotaShare", quotaShareArn=arn) for arn in (TEAM_ARN, IDLE_ARN))
    yield from (on.ask("DescribeServiceJob", jobId=on.values[name]) for name in ("<running>", "<waiting>"))
    yield on.ask("GetJobQueueSnapshot", jobQueue=MODELS)
    yield on.ask("ListTagsForResource", resourceArn=f.ORDERS_ARN)


def probed(on: Stage) -> Iterator[Any]:
    # The queue may be closed, and there may be as many environments as there can be.
    yield on.try_to("SubmitServiceJob", **JOB)
    yield on.try_to("CreateServiceEnvironment", serviceEnvironmentName="new", **ENVIRONMENT)


async def _tags(ask: AskService) -> None:
    await ask("CreateConsumableResource", consumableResourceName="licence", tags={"team": "shop"})
    arn = f"{f.BATCH}consumable-resource/licence"
    await ask("TagResource", resourceArn=arn, tags={"cost": "1"})
    await ask("UntagResource", resourceArn=arn, tagKeys=["team"])
    await ask("ListTagsForResource", resourceArn=arn)


async def _environments(ask: AskService) -> None:
    await ask("CreateServiceEnvironment", serviceEnvironmentName=TRAINING, tags={"team": "shop"}, **ENVIRONMENT)
    await ask("CreateServiceEnvironment", serviceEnvironmentName="other", state="DISABLED", **ENVIRONMENT)
    await ask("DescribeServiceEnvironments")
    await ask.wait(60)
    await ask(
        "UpdateServiceEnvironment",
        serviceEnvironment=TRAINING_ARN,
        state="DISABLED",
        capacityLimits=[{"maxCapacity": 3, "capacityUnit": "NUM_INSTANCES"}],
    )
    first = await ask("DescribeServiceEnvironments", maxResults=1)
    await ask("DescribeServiceEnvironments", maxResults=1, nextToken=first["nextToken"])
    await ask("DescribeServiceEnvironments", serviceEnvironments=[TRAINING_ARN, "none"])
    await ask.wait(60)
    await ask("DeleteServiceEnvironment", serviceEnvironment=TRAINING)
    await ask("DeleteServiceEnvironment", serviceEnvironment="none")


async def _queue(ask: AskService) -> None:
    """The queue "models" with two shares over two instances."""
    await ask("CreateServiceEnvironment", serviceEnvironmentName=TRAINING, **ENVIRONMENT)
    await ask("CreateSchedulingPolicy", name="quota", quotaSharePolicy=queues.QUOTA)
    await ask.wait(60)
    await ask("CreateJobQueue", jobQueueName=MODELS, **QUEUE)
    await ask.wait(60)
    await ask("CreateQuotaShare", quotaShareName=TEAM, state="ENABLED", tags={"team": "shop"}, **SHARE)
    await ask("CreateQuotaShare", quotaShareName="idle", **SHARE)
    await ask.wait(60)


async def _shares(ask: AskService) -> None:
    await _queue(ask)
    await ask("DescribeQuotaShare", quotaShareArn=TEAM_ARN)
    first = await ask("ListQuotaShares", jobQueue=MODELS, maxResults=1)
    await ask("ListQuotaShares", jobQueue=MODELS, maxResults=1, nextToken=first["nextToken"])
    await ask("UpdateQuotaShare", quotaShareArn=TEAM_ARN, state="DISABLED", capacityLimits=LIMITS)
    await ask.wait(60)
    await ask("UpdateQuotaShare", quotaShareArn=IDLE_ARN, resourceSharingConfiguration={"strategy": "RESERVE"})
    await ask("DeleteQuotaShare", quotaShareArn=TEAM_ARN)
    await ask("ListQuotaShares", jobQueue=MODELS)


async def _jobs(ask: AskService) -> None:
    """One of low priority is preempted, tried again, and fails."""
    ask.aws.batch.register(image="train", takes=300, exit_code=1)
    await _queue(ask)
    submitted = await ask(
        "SubmitServiceJob",
        **JOB,
        retryStrategy={
            "attempts": 2,
            "evaluateOnExit": [{"action": "RETRY", "onStatusReason": "Received status from SageMaker: *"}],
        },
        schedulingPriority=1,
        preemptionConfiguration={"preemptionRetriesBeforeTermination": 3},
        timeoutConfig={"attemptDurationSeconds": 3600},
        tags={"team": "shop"},
        clientToken="token",
    )
    id = submitted["jobId"]
    await ask("UpdateServiceJob", jobId=id, schedulingPriority=2)
    await ask.wait(300)
    await ask("ListServiceJobs", jobQueue=MODELS)
    await ask("DescribeServiceJob", jobId=id)
    other = PAYLOAD.replace('"InstanceCount": 1', '"InstanceCount": 2')
    for _ in range(2):
        await ask("SubmitServiceJob", **{**JOB, "serviceRequestPayload": other}, schedulingPriority=1)
    idle = (await ask("SubmitServiceJob", **{**JOB, "quotaShareName": "idle"}))["jobId"]
    second = (await ask("SubmitServiceJob", **JOB, schedulingPriority=9))["jobId"]
    await ask("TerminateServiceJob", jobId=idle, reason="enough")
    await ask.wait(400)
    await ask("DescribeServiceJob", jobId=id)
    await ask("TerminateServiceJobs", jobs=[second, UNKNOWN, "x"], reason="enough")
    by_name = [{"name": "JOB_NAME", "values": ["MOD*"]}]
    first = await ask("ListServiceJobs", jobQueue=MODELS, filters=by_name, maxResults=1)
    await ask("ListServiceJobs", jobQueue=MODELS, filters=by_name, maxResults=1, nextToken=first["nextToken"])
    await ask.wait(3600)
    await ask("DescribeServiceJob", jobId=id)
    await ask("ListServiceJobs", jobQueue=MODELS, filters=by_name)


async def _all_jobs(ask: AskService) -> None:
    await _jobs(ask)
    await ask("CreateSchedulingPolicy", name="fair", fairsharePolicy={})
    await ask("CreateJobQueue", jobQueueName=SPARE, **{**QUEUE, "schedulingPolicyArn": queues.FAIR_ARN})
    await ask.wait(60)
    job = {**JOB, "jobQueue": SPARE, "shareIdentifier": "a"}
    del job["quotaShareName"]
    id = (await ask("SubmitServiceJob", **job))["jobId"]
    await ask.wait(1)
    await ask("DescribeServiceJob", jobId=id)
    await ask("ListServiceJobs", jobQueue=SPARE, jobStatus="RUNNABLE")


async def _snapshot(ask: AskService) -> None:
    await queues.of_resources(ask)
    await _queue_of_models(ask)


async def _queue_of_models(ask: AskService) -> None:
    await _queue(ask)
    for _ in range(3):
        await ask("SubmitServiceJob", **JOB)
    await ask.wait(60)
    await ask("GetJobQueueSnapshot", jobQueue=MODELS)


SCENARIOS: dict[str, Scenario] = {
    **dict.fromkeys(("TagResource", "UntagResource", "ListTagsForResource"), _tags),
    **dict.fromkeys(
        (
            "CreateServiceEnvironment",
            "UpdateServiceEnvironment",
            "DeleteServiceEnvironment",
            "DescribeServiceEnvironments",
        ),
        _environments,
    ),
    **dict.fromkeys(
        ("CreateQuotaShare", "UpdateQuotaShare", "DeleteQuotaShare", "DescribeQuotaShare", "ListQuotaShares"), _shares
    ),
    **dict.fromkeys(
        (
            "SubmitServiceJob",
            "DescribeServiceJob",
            "ListServiceJobs",
            "UpdateServiceJob",
            "TerminateServiceJob",
            "TerminateServiceJobs",
        ),
        _all_jobs,
    ),
    "GetJobQueueSnapshot": _snapshot,
}
NEVER_SHOWN: dict[str, dict[str, str]] = {}

_USUAL: dict[str, dict[str, Any]] = {
    "TagResource": {"resourceArn": f.ORDERS_ARN, "tags": {"team": "b"}},
    "UntagResource": {"resourceArn": f.ORDERS_ARN, "tagKeys": ["team"]},
    "ListTagsForResource": {"resourceArn": f.ORDERS_ARN},
    "CreateServiceEnvironment": {"serviceEnvironmentName": "new", **ENVIRONMENT},
    "UpdateServiceEnvironment": {"serviceEnvironment": TRAINING, "state": "DISABLED"},
    "DeleteServiceEnvironment": {"serviceEnvironment": TRAINING},
    "DescribeServiceEnvironments": {},
    "CreateQuotaShare": {"quotaShareName": "new", **SHARE},
    "UpdateQuotaShare": {"quotaShareArn": TEAM_ARN, "capacityLimits": LIMITS},
    "DeleteQuotaShare": {"quotaShareArn": IDLE_ARN},
    "DescribeQuotaShare": {"quotaShareArn": TEAM_ARN},
    "ListQuotaShares": {"jobQueue": MODELS},
    "SubmitServiceJob": JOB,
    "DescribeServiceJob": {"jobId": "<running>"},
    "ListServiceJobs": {"jobQueue": MODELS},
    "UpdateServiceJob": {"jobId": "<waiting>", "schedulingPriority": 1},
    "TerminateServiceJob": {"jobId": "<running>", "reason": "enough"},
    "TerminateServiceJobs": {"jobs": ["<running>"], "reason": "enough"},
}
_row = Rows(_USUAL)

_NAME = "is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed."
_PRIORITY = "schedulingPriority must be between 0 and 9999."


def _busy_environment(on: Stage) -> None:
    on.ask("UpdateServiceEnvironment", serviceEnvironment=TRAINING, state="DISABLED")


def _closed_environment(on: Stage) -> None:
    _busy_environment(on)
    on.wait(60)


def _busy_share(on: Stage) -> None:
    on.ask("UpdateQuotaShare", quotaShareArn=IDLE_ARN, capacityLimits=LIMITS)


def _environments_to_the_full(on: Stage) -> None:
    for number in range(49):
        on.ask("CreateServiceEnvironment", serviceEnvironmentName=f"e{number}", **ENVIRONMENT)


def _shares_to_the_full(on: Stage) -> None:
    for number in range(18):
        on.ask("CreateQuotaShare", quotaShareName=f"s{number}", **SHARE)


def _closed_queue(on: Stage) -> None:
    on.ask("UpdateJobQueue", jobQueue=MODELS, state="DISABLED")


def _young_queue(on: Stage) -> None:
    on.ask("CreateJobQueue", jobQueueName=SPARE, **QUEUE)


def _fair_queue(on: Stage) -> None:
    on.ask("CreateJobQueue", jobQueueName=SPARE, **{**QUEUE, "schedulingPolicyArn": queues.FAIR_ARN})


def _over(on: Stage) -> None:
    on.ask("TerminateServiceJob", jobId=on.values["<waiting>"], reason="enough")


def _asked(on: Stage) -> None:
    on.ask("SubmitServiceJob", **JOB, clientToken="token")


def _pages(operation: str) -> tuple[Refusal, ...]:
    words = "maxResults must be between 1 and 100."
    return (
        _row("no results", operation, words, maxResults=0),
        _row("101 results", operation, words, maxResults=101),
        _row("a bad token", operation, "Invalid nextToken.", nextToken="none"),
    )


def _limits(operation: str) -> tuple[Refusal, ...]:
    def limits(*units: str, most: int = 1) -> list[dict[str, Any]]:
        return [{"maxCapacity": most, "capacityUnit": unit} for unit in units]

    number = "capacityLimits must have between 1 and 5 entries."
    return (
        _row("no limits", operation, number, capacityLimits=[]),
        _row("6 limits", operation, number, capacityLimits=limits(*(f"ml.m{n}.large" for n in range(6)))),
        _row("a unit", operation, "capacityUnit X is not valid.", capacityLimits=limits("X")),
        _row(
            "a unit twice",
            operation,
            f"capacityUnit {TYPE} is given more than once.",
            capacityLimits=limits(TYPE, TYPE),
        ),
        _row(
            "less than none",
            operation,
            "maxCapacity must be a non-negative integer.",
            capacityLimits=limits(TYPE, most=-1),
        ),
    )


def _sharing(operation: str) -> tuple[Refusal, ...]:
    def sharing(strategy: str, limit: int) -> dict[str, Any]:
        return {"strategy": strategy, "borrowLimit": limit}

    return (
        _row("a strategy", operation, "strategy X is not valid.", resourceSharingConfiguration=sharing("X", 1)),
        _row(
            "a limit of a lender",
            operation,
            "borrowLimit is only applicable for strategy LEND_AND_BORROW.",
            resourceSharingConfiguration=sharing("LEND", 1),
        ),
        _row(
            "a limit",
            operation,
            "borrowLimit must be -1 or a non-negative integer.",
            resourceSharingConfiguration=sharing("LEND_AND_BORROW", -2),
        ),
        _row(
            "preemption",
            operation,
            "inSharePreemption X is not valid.",
            preemptionConfiguration={"inSharePreemption": "X"},
        ),
        _row("a state", operation, "State X is not valid. Valid states are ENABLED and DISABLED.", state="X"),
    )


def _retrying(attempts: int, *actions: str) -> dict[str, Any]:
    return {"attempts": attempts, "evaluateOnExit": [{"action": each, "onStatusReason": "*"} for each in actions]}


REFUSALS: list[Refusal] = [
    *(
        row
        for operation in ("TagResource", "UntagResource", "ListTagsForResource")
        for row in (
            _row("none", operation, f"{NO_QUEUE} does not exist", resourceArn=NO_QUEUE),
            _row("no ARN", operation, "queue does not exist", resourceArn="queue"),
        )
    ),
    _row(
        "a reserved key",
        "TagResource",
        "Tag key aws:a is reserved: it begins with aws:",
        tags={"aws:a": ""},
    ),
    _row(
        "a long key",
        "TagResource",
        f"Tag key {'k' * 129} must have between 1 and 128 characters.",
        tags={"k" * 129: ""},
    ),
    _row("a long value", "TagResource", "The value of tag k must have at most 256 characters.", tags={"k": "v" * 257}),
    _row(
        "51 tags",
        "TagResource",
        "The number of tags must be at most 50.",
        tags={f"k{number}": "" for number in range(50)},
    ),
    _row("no tags", "TagResource", "tags must have between 1 and 50 entries.", tags={}),
    _row("no keys", "UntagResource", "tagKeys must have between 1 and 50 entries.", unchecked=True, tagKeys=[]),
    _row(
        "51 keys",
        "UntagResource",
        "tagKeys must have between 1 and 50 entries.",
        tagKeys=[f"k{number}" for number in range(51)],
    ),
    _row("a bad name", "CreateServiceEnvironment", f"serviceEnvironmentName a b {_NAME}", serviceEnvironmentName="a b"),
    _row("taken", "CreateServiceEnvironment", "Object already exists", serviceEnvironmentName=TRAINING),
    _row(
        "a type",
        "CreateServiceEnvironment",
        "serviceEnvironmentType X is not valid.",
        serviceEnvironmentType="X",
    ),
    _row(
        "50 environments",
        "CreateServiceEnvironment",
        "The maximum number of service environments (50) has been reached.",
        _environments_to_the_full,
    ),
    *(
        row
        for operation in ("CreateServiceEnvironment", "UpdateServiceEnvironment")
        for row in (
            *_limits(operation),
            _row("a state", operation, "State X is not valid. Valid states are ENABLED and DISABLED.", state="X"),
            _row(
                "two kinds of units",
                operation,
                "capacityUnit NUM_INSTANCES cannot be used with other capacity units.",
                capacityLimits=[*LIMITS, {"maxCapacity": 1, "capacityUnit": "NUM_INSTANCES"}],
            ),
        )
    ),
    _row("none", "UpdateServiceEnvironment", "none does not exist", serviceEnvironment="none"),
    _row("busy", "UpdateServiceEnvironment", "Cannot update, resource is being modified.", _busy_environment),
    _row("busy", "DeleteServiceEnvironment", "Cannot delete, resource is being modified.", _busy_environment),
    _row("enabled", "DeleteServiceEnvironment", "Cannot delete, state must be DISABLED."),
    _row(
        "in use", "DeleteServiceEnvironment", "Cannot delete, found existing JobQueue relationship", _closed_environment
    ),
    _row(
        "101 names",
        "DescribeServiceEnvironments",
        "Maximum number of service environments supported is 100",
        serviceEnvironments=[f"e{number}" for number in range(101)],
    ),
    *_pages("DescribeServiceEnvironments"),
    _row("a bad name", "CreateQuotaShare", f"quotaShareName a b {_NAME}", quotaShareName="a b"),
    _row("taken", "CreateQuotaShare", "Object already exists", quotaShareName=TEAM),
    _row("no queue", "CreateQuotaShare", "JobQueue none not found.", jobQueue="none"),
    _row(
        "another queue",
        "CreateQuotaShare",
        f"Job queue {f.ORDERS_ARN} does not have a quota share scheduling policy.",
        jobQueue=f.ORDERS,
    ),
    _row(
        "a young queue",
        "CreateQuotaShare",
        f"Job queue {f.BATCH}job-queue/{SPARE} is not valid.",
        _young_queue,
        jobQueue=SPARE,
    ),
    _row(
        "20 shares",
        "CreateQuotaShare",
        "The maximum number of quota shares of a job queue (20) has been reached.",
        _shares_to_the_full,
    ),
    *(
        row
        for operation in ("CreateQuotaShare", "UpdateQuotaShare")
        for row in (
            *_limits(operation),
            *_sharing(operation),
            _row(
                "all instances",
                operation,
                "capacityUnit NUM_INSTANCES is not valid.",
                capacityLimits=[{"maxCapacity": 1, "capacityUnit": "NUM_INSTANCES"}],
            ),
        )
    ),
    *(
        _row("none", operation, f"{NO_SHARE} does not exist", quotaShareArn=NO_SHARE)
        for operation in ("UpdateQuotaShare", "DeleteQuotaShare", "DescribeQuotaShare")
    ),
    _row("busy", "UpdateQuotaShare", "Cannot update, resource is being modified.", _busy_share, quotaShareArn=IDLE_ARN),
    _row("busy", "DeleteQuotaShare", "Cannot delete, resource is being modified.", _busy_share),
    _row("enabled", "DeleteQuotaShare", "Cannot delete, state must be DISABLED.", quotaShareArn=TEAM_ARN),
    _row("no queue", "ListQuotaShares", "JobQueue none not found.", jobQueue="none"),
    *_pages("ListQuotaShares"),
    _row("a name", "SubmitServiceJob", "Job name -a is not valid.", jobName="-a"),
    _row("a type", "SubmitServiceJob", "serviceJobType X is not valid.", serviceJobType="X"),
    _row(
        "a long payload",
        "SubmitServiceJob",
        "serviceRequestPayload must have at most 10240 bytes.",
        serviceRequestPayload=json.dumps({"a": "x" * 10240}),
    ),
    *(
        _row(
            f"a payload: {payload}",
            "SubmitServiceJob",
            "serviceRequestPayload must be the JSON of a request.",
            serviceRequestPayload=payload,
        )
        for payload in ("{", "[]", '{"ResourceConfig": 1}', '{"ResourceConfig": {"InstanceCount": "1"}}')
    ),
    _row("a priority", "SubmitServiceJob", _PRIORITY, schedulingPriority=10_000),
    _row(
        "11 attempts",
        "SubmitServiceJob",
        "attempts must be between 1 and 10.",
        retryStrategy=_retrying(11),
    ),
    _row(
        "6 rules",
        "SubmitServiceJob",
        "evaluateOnExit must have at most 5 entries.",
        retryStrategy=_retrying(2, *["RETRY"] * 6),
    ),
    _row("a rule", "SubmitServiceJob", "action X is not valid.", retryStrategy=_retrying(2, "X")),
    _row(
        "a timeout",
        "SubmitServiceJob",
        "attemptDurationSeconds must be at least 60.",
        timeoutConfig={"attemptDurationSeconds": 59},
    ),
    _row(
        "preemptions",
        "SubmitServiceJob",
        "preemptionRetriesBeforeTermination must be a non-negative integer.",
        preemptionConfiguration={"preemptionRetriesBeforeTermination": -1},
    ),
    _row("no queue", "SubmitServiceJob", "JobQueue none not found.", jobQueue="none"),
    _row(
        "another queue",
        "SubmitServiceJob",
        f"Job Queue {f.ORDERS_ARN} of type ECS does not accept service jobs.",
        jobQueue=f.ORDERS,
    ),
    _row(
        "a closed queue",
        "SubmitServiceJob",
        f"Job Queue {MODELS_ARN} is DISABLED and does not accept jobs.",
        _closed_queue,
    ),
    _row(
        "no quota share",
        "SubmitServiceJob",
        "quotaShareName is required for a job queue with quota share scheduling policy.",
        quotaShareName=None,
    ),
    _row("an unknown share", "SubmitServiceJob", "Quota share none not found.", quotaShareName="none"),
    _row(
        "a closed share",
        "SubmitServiceJob",
        f"Quota share {IDLE_ARN} is DISABLED and does not accept jobs.",
        quotaShareName="idle",
    ),
    _row(
        "a share identifier",
        "SubmitServiceJob",
        "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair share scheduling "
        "policy.",
        shareIdentifier="a",
    ),
    _row(
        "no share identifier",
        "SubmitServiceJob",
        "shareIdentifier is required for a job queue with fair share scheduling policy.",
        _fair_queue,
        jobQueue=SPARE,
        quotaShareName=None,
    ),
    _row(
        "a quota share in a fair queue",
        "SubmitServiceJob",
        "quotaShareName is only applicable for a job queue with quota share scheduling policy.",
        _fair_queue,
        jobQueue=SPARE,
        shareIdentifier="a",
    ),
    _row(
        "the same token",
        "SubmitServiceJob",
        "A service job was already submitted with clientToken token.",
        _asked,
        clientToken="token",
    ),
    *(
        _row("none", operation, f"Service job {UNKNOWN} not found.", jobId=UNKNOWN)
        for operation in ("DescribeServiceJob", "UpdateServiceJob")
    ),
    _row("a priority", "UpdateServiceJob", _PRIORITY, schedulingPriority=-1),
    _row("over", "UpdateServiceJob", "Service job <waiting> is FAILED and cannot be updated.", _over),
    _row("no queue", "ListServiceJobs", "jobQueue is required.", jobQueue=None),
    _row("an unknown queue", "ListServiceJobs", "JobQueue none not found.", jobQueue="none"),
    _row(
        "a status",
        "ListServiceJobs",
        "jobStatus X is not valid. Valid values are SUBMITTED, PENDING, RUNNABLE, STARTING, RUNNING, SUCCEEDED, FAILED, "
        "SCHEDULED.",
        jobStatus="X",
    ),
    _row(
        "a filter",
        "ListServiceJobs",
        "Filter X is not valid. Valid values are JOB_NAME, BEFORE_CREATED_AT, AFTER_CREATED_AT, SHARE_IDENTIFIER, "
        "QUOTA_SHARE_NAME.",
        filters=[{"name": "X", "values": ["a"]}],
    ),
    _row(
        "two filters",
        "ListServiceJobs",
        "Only one filter can be used at a time.",
        filters=[{"name": "JOB_NAME", "values": ["a"]}] * 2,
    ),
    _row(
        "a filter without a value",
        "ListServiceJobs",
        "Filter JOB_NAME must have a value.",
        filters=[{"name": "JOB_NAME"}],
    ),
    _row(
        "a filter without a time",
        "ListServiceJobs",
        "Filter BEFORE_CREATED_AT must have a Unix timestamp in milliseconds as its value.",
        filters=[{"name": "BEFORE_CREATED_AT", "values": ["today"]}],
    ),
    *_pages("ListServiceJobs"),
    *(
        row
        for operation in ("TerminateServiceJob", "TerminateServiceJobs")
        for row in (
            _row("no reason", operation, "reason is required.", reason=""),
            _row("a long reason", operation, "reason must have at most 1024 characters.", reason="r" * 1025),
        )
    ),
    *(
        _row(f"{len(ids)} jobs", "TerminateServiceJobs", "jobs must have between 1 and 50 job IDs.", jobs=ids)
        for ids in ([], [UNKNOWN] * 51)
    ),
]

UNASKED: dict[str, str] = {}
