"""Job queues, scheduling policies, consumable resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.batch import furniture as f
from tests.conformance.batch.furniture import CLOSED, MACHINES, ORDERS, PARCELS, TASKS, order
from tests.conformance.batch.rows import Rows
from tests.conformance.contract import AskService, Refusal, Scenario, Stage

FAIR, FAIR_ARN, QUOTA_ARN = "fair", f"{f.BATCH}scheduling-policy/fair", f"{f.BATCH}scheduling-policy/quota"
NO_POLICY = f"{f.BATCH}scheduling-policy/none"
LICENCE, LICENCE_ARN = "licence", f"{f.BATCH}consumable-resource/licence"
QUOTA = {"idleResourceAssignmentStrategy": "FIFO"}
ACTION = {
    "reason": "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "state": "RUNNABLE",
    "maxTimeSeconds": 600,
    "action": "CANCEL",
}
SHARES = [{"shareIdentifier": "a", "weightFactor": 0.5}, {"shareIdentifier": "b*"}]
POLICY = {"shareDecaySeconds": 3600, "computeReservation": 10, "shareDistribution": SHARES}
NEEDS = {"consumableResourceList": [{"consumableResource": LICENCE, "quantity": 1}]}
SERVICE_ENVIRONMENT = {
    "serviceEnvironmentType": "SAGEMAKER_TRAINING",
    "capacityLimits": [{"maxCapacity": 1, "capacityUnit": "NUM_INSTANCES"}],
}
TRAINING = [{"order": 1, "serviceEnvironment": "training"}]


def furnish(on: Stage) -> None:
    """Three queues, one of them by a policy; a policy of the other kind, and licences."""
    on.ask("CreateSchedulingPolicy", name=FAIR, fairsharePolicy=POLICY)
    on.ask("CreateSchedulingPolicy", name="quota", quotaSharePolicy=QUOTA)
    on.ask("CreateConsumableResource", consumableResourceName=LICENCE, totalQuantity=2)
    for name, environment, state in (
        (ORDERS, MACHINES, "ENABLED"),
        (PARCELS, TASKS, "ENABLED"),
        (CLOSED, MACHINES, "DISABLED"),
    ):
        more = {"schedulingPolicyArn": FAIR_ARN} if name == CLOSED else {}
        on.ask(
            "CreateJobQueue",
            jobQueueName=name,
            state=state,
            priority=1,
            computeEnvironmentOrder=order(environment),
            **more,
        )


def seen(on: Stage) -> Iterator[Any]:
    yield on.ask("DescribeJobQueues")
    yield on.ask("DescribeSchedulingPolicies", arns=[FAIR_ARN, QUOTA_ARN])
    yield on.ask("ListConsumableResources")
    yield on.ask("DescribeConsumableResource", consumableResource=LICENCE)
    yield from (on.ask("GetJobQueueSnapshot", jobQueue=name) for name in (ORDERS, PARCELS, CLOSED))


def probed(on: Stage) -> Iterator[Any]:
    # There may be as many as there can be.
    yield on.try_to("CreateJobQueue", jobQueueName="new", priority=1, computeEnvironmentOrder=order(MACHINES))
    yield on.ask("CreateSchedulingPolicy", name="new")
    yield on.ask("CreateConsumableResource", consumableResourceName="new")


async def _queues(ask: AskService) -> None:
    environments = {"one": f.on_fargate(), "two": f.on_fargate(maxvCpus=1), "three": f.on_instances()}
    for name, resources in environments.items():
        await ask("CreateComputeEnvironment", computeEnvironmentName=name, type="MANAGED", computeResources=resources)
    await ask("CreateSchedulingPolicy", name=FAIR, fairsharePolicy=POLICY)
    await ask("CreateSchedulingPolicy", name="other")
    await ask("CreateServiceEnvironment", serviceEnvironmentName="training", **SERVICE_ENVIRONMENT)
    await ask.wait(60)
    made: dict[str, Any] = {"jobQueueName": ORDERS, "priority": 1, "computeEnvironmentOrder": order("two", "one")}
    await ask(
        "CreateJobQueue",
        **made,
        state="ENABLED",
        jobQueueType="ECS_FARGATE",
        schedulingPolicyArn=FAIR_ARN,
        jobStateTimeLimitActions=[ACTION],
        tags={"team": "shop"},
    )
    await ask("CreateJobQueue", jobQueueName="plain", priority=2, computeEnvironmentOrder=order("three"))
    service = {"jobQueueType": "SAGEMAKER_TRAINING", "serviceEnvironmentOrder": TRAINING}
    await ask("CreateJobQueue", jobQueueName="training", priority=3, **service)
    await ask("DescribeJobQueues")
    await ask.wait(60)
    await ask(
        "UpdateJobQueue", jobQueue=f.ORDERS_ARN, priority=2, schedulingPolicyArn=f"{f.BATCH}scheduling-policy/other"
    )
    first = await ask("DescribeJobQueues", maxResults=1)
    await ask("DescribeJobQueues", maxResults=1, nextToken=first["nextToken"])
    await ask("DescribeJobQueues", jobQueues=[f.ORDERS_ARN, "none"])
    await ask("GetJobQueueSnapshot", jobQueue="plain")
    await ask.wait(60)
    await ask("UpdateJobQueue", jobQueue=ORDERS, state="DISABLED", computeEnvironmentOrder=order("one"))
    await ask.wait(60)
    await ask("DeleteJobQueue", jobQueue=ORDERS)
    await ask("DeleteJobQueue", jobQueue="none")
    await ask("DescribeJobQueues")
    await ask.wait(60)
    await ask("DescribeJobQueues")


async def _policies(ask: AskService) -> None:
    await ask("CreateSchedulingPolicy", name=FAIR, fairsharePolicy=POLICY, tags={"team": "shop"})
    await ask("CreateSchedulingPolicy", name="quota", quotaSharePolicy=QUOTA)
    await ask("DescribeSchedulingPolicies", arns=[FAIR_ARN, QUOTA_ARN, NO_POLICY])
    await ask("UpdateSchedulingPolicy", arn=FAIR_ARN, fairsharePolicy={"computeReservation": 5})
    await ask("UpdateSchedulingPolicy", arn=QUOTA_ARN, quotaSharePolicy=QUOTA)
    await ask("DescribeSchedulingPolicies", arns=[FAIR_ARN])
    first = await ask("ListSchedulingPolicies", maxResults=1)
    await ask("ListSchedulingPolicies", maxResults=1, nextToken=first["nextToken"])
    await ask("DeleteSchedulingPolicy", arn=FAIR_ARN)
    await ask("ListSchedulingPolicies")


async def of_resources(ask: AskService) -> None:
    resources = f.on_fargate(maxvCpus=2)
    await ask("CreateComputeEnvironment", computeEnvironmentName=TASKS, type="MANAGED", computeResources=resources)
    await ask("CreateSchedulingPolicy", name=FAIR, fairsharePolicy=POLICY)
    await ask(
        "CreateConsumableResource",
        consumableResourceName=LICENCE,
        totalQuantity=2,
        resourceType="REPLENISHABLE",
        tags={"team": "shop"},
    )
    await ask("CreateConsumableResource", consumableResourceName="disk", resourceType="NON_REPLENISHABLE")
    await ask.wait(60)
    queue = {"jobQueueName": ORDERS, "priority": 1, "computeEnvironmentOrder": order(TASKS)}
    await ask("CreateJobQueue", **queue, schedulingPolicyArn=FAIR_ARN)
    await ask(
        "RegisterJobDefinition",
        jobDefinitionName="sleep",
        type="container",
        platformCapabilities=["FARGATE"],
        containerProperties=f.sleeping(60, executionRoleArn=f.ROLE),
        consumableResourceProperties=NEEDS,
    )
    await ask.wait(60)
    job = {"jobQueue": ORDERS, "jobDefinition": "sleep"}
    for name in ("first", "second"):
        await ask("SubmitJob", jobName=name, shareIdentifier="a", **job)
    await ask.wait(60)
    await ask("GetJobQueueSnapshot", jobQueue=ORDERS)
    await ask("DescribeConsumableResource", consumableResource=LICENCE_ARN)
    by_name = [{"name": "JOB_NAME", "values": ["f*"]}]
    await ask("ListJobsByConsumableResource", consumableResource=LICENCE, filters=by_name)
    first = await ask("ListJobsByConsumableResource", consumableResource=LICENCE, maxResults=1)
    await ask("ListJobsByConsumableResource", consumableResource=LICENCE, maxResults=1, nextToken=first["nextToken"])
    await ask.wait(600)
    await ask("ListJobsByConsumableResource", consumableResource=LICENCE)
    for operation, quantity in (("SET", 5), ("ADD", 1), ("REMOVE", 2)):
        update = {"consumableResource": LICENCE, "operation": operation, "quantity": quantity}
        await ask("UpdateConsumableResource", **update, clientToken=f"{operation}-{quantity}")
    await ask("UpdateConsumableResource", consumableResource="disk", operation="SET", quantity=1)
    only = [{"name": "CONSUMABLE_RESOURCE_NAME", "values": ["LIC*"]}]
    await ask("ListConsumableResources", filters=only)
    page = await ask("ListConsumableResources", maxResults=1)
    await ask("ListConsumableResources", maxResults=1, nextToken=page["nextToken"])
    await ask("DeleteConsumableResource", consumableResource=LICENCE)


SCENARIOS: dict[str, Scenario] = {
    **dict.fromkeys(("CreateJobQueue", "UpdateJobQueue", "DeleteJobQueue", "DescribeJobQueues"), _queues),
    **dict.fromkeys(
        (
            "CreateSchedulingPolicy",
            "UpdateSchedulingPolicy",
            "DeleteSchedulingPolicy",
            "DescribeSchedulingPolicies",
            "ListSchedulingPolicies",
        ),
        _policies,
    ),
    **dict.fromkeys(
        (
            "GetJobQueueSnapshot",
            "CreateConsumableResource",
            "UpdateConsumableResource",
            "DeleteConsumableResource",
            "DescribeConsumableResource",
            "ListConsumableResources",
            "ListJobsByConsumableResource",
        ),
        of_resources,
    ),
}

NEVER_SHOWN: dict[str, dict[str, str]] = {}

_NEW_QUEUE = {"jobQueueName": "new", "priority": 1, "computeEnvironmentOrder": order(MACHINES)}
_USUAL: dict[str, dict[str, Any]] = {
    "CreateJobQueue": _NEW_QUEUE,
    "UpdateJobQueue": {"jobQueue": ORDERS, "priority": 2},
    "DeleteJobQueue": {"jobQueue": CLOSED},
    "DescribeJobQueues": {},
    "GetJobQueueSnapshot": {"jobQueue": ORDERS},
    "CreateSchedulingPolicy": {"name": "new", "fairsharePolicy": POLICY},
    "UpdateSchedulingPolicy": {"arn": FAIR_ARN, "fairsharePolicy": {}},
    "DeleteSchedulingPolicy": {"arn": QUOTA_ARN},
    "DescribeSchedulingPolicies": {"arns": [FAIR_ARN]},
    "ListSchedulingPolicies": {},
    "CreateConsumableResource": {"consumableResourceName": "new"},
    "UpdateConsumableResource": {"consumableResource": LICENCE, "operation": "ADD", "quantity": 1},
    "DeleteConsumableResource": {"consumableResource": LICENCE},
    "DescribeConsumableResource": {"consumableResource": LICENCE},
    "ListConsumableResources": {},
    "ListJobsByConsumableResource": {"consumableResource": LICENCE},
}
_row = Rows(_USUAL)

_NAME = "is not valid. Up to 128 letters, numbers, hyphens and underscores are allowed."
_ONE_ORDER = "Exactly one of computeEnvironmentOrder and serviceEnvironmentOrder is required."
_KIND = "A scheduling policy has either a fairsharePolicy or a quotaSharePolicy, and keeps its kind."
_SECONDS = "maxTimeSeconds must be between 600 and 86400."
_NO_RESOURCE = "none does not exist"


def _busy(on: Stage) -> None:
    on.ask("UpdateJobQueue", jobQueue=CLOSED, priority=1)


def _young(on: Stage) -> None:
    on.ask(
        "CreateComputeEnvironment", computeEnvironmentName="young", type="MANAGED", computeResources=f.on_instances()
    )


def _arm(on: Stage) -> None:
    resources = f.on_instances(instanceTypes=["m6g.large"])
    on.ask("CreateComputeEnvironment", computeEnvironmentName="arm", type="MANAGED", computeResources=resources)
    on.wait(60)


def _full(on: Stage) -> None:
    for number in range(50 - len(on.ask("DescribeJobQueues")["jobQueues"])):
        on.ask("CreateJobQueue", **{**_NEW_QUEUE, "jobQueueName": f"q{number}"})


def _needed(on: Stage) -> None:
    job = {"jobName": "needs", "jobQueue": ORDERS, "jobDefinition": f.SLEEP}
    on.ask("SubmitJob", **job, consumableResourcePropertiesOverride=NEEDS)


def _pages(operation: str) -> tuple[Refusal, ...]:
    words = "maxResults must be between 1 and 100."
    return (
        _row("no results", operation, words, maxResults=0),
        _row("101 results", operation, words, maxResults=101),
        _row("a bad token", operation, "Invalid nextToken.", nextToken="none"),
    )


def _policy(id: str, message: str, **changed: Any) -> tuple[Refusal, ...]:
    policy = {**POLICY, **changed}
    return tuple(
        _row(id, operation, message, fairsharePolicy=policy)
        for operation in ("CreateSchedulingPolicy", "UpdateSchedulingPolicy")
    )


def _weights(*identifiers: str, weight: float = 1.0) -> list[dict[str, Any]]:
    return [{"shareIdentifier": each, "weightFactor": weight} for each in identifiers]


REFUSALS: list[Refusal] = [
    _row("a bad name", "CreateJobQueue", f"jobQueueName a b {_NAME}", jobQueueName="a b"),
    _row("taken", "CreateJobQueue", "Object already exists", jobQueueName=ORDERS),
    _row("50 queues", "CreateJobQueue", "The maximum number of job queues (50) has been reached.", _full),
    _row("no environments", "CreateJobQueue", _ONE_ORDER, computeEnvironmentOrder=None),
    _row("both orders", "CreateJobQueue", _ONE_ORDER, serviceEnvironmentOrder=TRAINING),
    _row(
        "another type",
        "CreateJobQueue",
        "jobQueueType EKS does not match the environments of the job queue, which are ECS.",
        jobQueueType="EKS",
    ),
    _row("no type", "CreateJobQueue", "jobQueueType X is not valid.", jobQueueType="X"),
    _row("no policy", "CreateJobQueue", f"{NO_POLICY} does not exist", schedulingPolicyArn=NO_POLICY),
    _row(
        "quota policy",
        "CreateJobQueue",
        f"Scheduling policy {QUOTA_ARN} has a quotaSharePolicy, which the job queue does not support.",
        schedulingPolicyArn=QUOTA_ARN,
    ),
    *(
        row
        for operation in ("CreateJobQueue", "UpdateJobQueue")
        for row in (
            _row("a state", operation, "State X is not valid. Valid states are ENABLED and DISABLED.", state="X"),
            _row("a priority", operation, "Priority must be a non-negative integer.", priority=-1),
            _row(
                "4 environments",
                operation,
                "computeEnvironmentOrder must have between 1 and 3 entries.",
                computeEnvironmentOrder=order(*"abcd"),
            ),
            _row("no environment", operation, "none does not exist", computeEnvironmentOrder=order("none")),
            _row(
                "not valid",
                operation,
                f"Compute environment {f.BATCH}compute-environment/young is not valid.",
                _young,
                computeEnvironmentOrder=order("young"),
            ),
            _row(
                "twice",
                operation,
                f"Compute environment {f.MACHINES_ARN} is listed more than once.",
                computeEnvironmentOrder=order(MACHINES, MACHINES),
            ),
            _row(
                "one order",
                operation,
                "computeEnvironmentOrder must not have the same order twice.",
                computeEnvironmentOrder=[*order(MACHINES), *order(TASKS)],
            ),
            _row(
                "mixed",
                operation,
                "All compute environments of a job queue must be of the same type: EC2, FARGATE or EKS.",
                computeEnvironmentOrder=order(MACHINES, TASKS),
            ),
            _row(
                "architectures",
                operation,
                "All compute environments of a job queue must have the same architecture.",
                _arm,
                computeEnvironmentOrder=order(MACHINES, "arm"),
            ),
            _row("a reason", operation, "Invalid job reason", jobStateTimeLimitActions=[{**ACTION, "reason": "X"}]),
            _row(
                "a job's state",
                operation,
                "Invalid job state",
                jobStateTimeLimitActions=[{**ACTION, "state": "RUNNING"}],
            ),
            _row("599 s", operation, _SECONDS, jobStateTimeLimitActions=[{**ACTION, "maxTimeSeconds": 599}]),
            _row("86,401 s", operation, _SECONDS, jobStateTimeLimitActions=[{**ACTION, "maxTimeSeconds": 86_401}]),
            _row(
                "an action",
                operation,
                "Invalid job action, CANCEL is the only one supported by the job queue.",
                jobStateTimeLimitActions=[{**ACTION, "action": "TERMINATE"}],
            ),
        )
    ),
    _row("none", "UpdateJobQueue", "none does not exist", jobQueue="none"),
    _row("busy", "UpdateJobQueue", "Cannot update, resource is being modified.", _busy, jobQueue=CLOSED),
    _row(
        "the other order",
        "UpdateJobQueue",
        "serviceEnvironmentOrder is not applicable for a job queue of type ECS.",
        serviceEnvironmentOrder=TRAINING,
    ),
    _row(
        "another kind",
        "UpdateJobQueue",
        "jobQueueType ECS does not match the environments of the job queue, which are ECS_FARGATE.",
        computeEnvironmentOrder=order(TASKS),
    ),
    _row(
        "a policy added",
        "UpdateJobQueue",
        "A scheduling policy can be replaced, but not be added to a job queue or removed.",
        schedulingPolicyArn=FAIR_ARN,
    ),
    _row("busy", "DeleteJobQueue", "Cannot delete, resource is being modified.", _busy),
    _row("enabled", "DeleteJobQueue", "Cannot delete, state must be DISABLED.", jobQueue=ORDERS),
    _row("101 queues", "DescribeJobQueues", "Maximum number of job queues supported is 100", jobQueues=["q"] * 101),
    *_pages("DescribeJobQueues"),
    _row("none", "GetJobQueueSnapshot", "JobQueue none not found.", jobQueue="none"),
    _row("a bad name", "CreateSchedulingPolicy", f"name a b {_NAME}", name="a b"),
    _row("taken", "CreateSchedulingPolicy", "Object already exists", name=FAIR),
    _row("both kinds", "CreateSchedulingPolicy", _KIND, quotaSharePolicy=QUOTA),
    _row(
        "a strategy",
        "CreateSchedulingPolicy",
        "idleResourceAssignmentStrategy X is not valid.",
        fairsharePolicy=None,
        quotaSharePolicy={"idleResourceAssignmentStrategy": "X"},
    ),
    *_policy("decay", "shareDecaySeconds must be between 0 and 604800.", shareDecaySeconds=604_801),
    *_policy("reservation", "computeReservation must be between 0 and 99.", computeReservation=100),
    *_policy("identifier", "shareIdentifier a-b is not valid.", shareDistribution=_weights("a-b")),
    *_policy("overlap", "Share identifiers a* and a1 overlap.", shareDistribution=_weights("a1", "a*")),
    *_policy(
        "weight", "weightFactor of a must be between 0.0001 and 999.9999.", shareDistribution=_weights("a", weight=1000)
    ),
    *_policy(
        "501 shares",
        "shareDistribution must have at most 500 share identifiers.",
        shareDistribution=_weights(*(f"s{each}x" for each in range(501))),
    ),
    _row("none", "UpdateSchedulingPolicy", f"{NO_POLICY} does not exist", arn=NO_POLICY),
    _row("another kind", "UpdateSchedulingPolicy", _KIND, fairsharePolicy=None, quotaSharePolicy=QUOTA),
    _row("the other kind", "UpdateSchedulingPolicy", _KIND, arn=QUOTA_ARN),
    _row("none", "DeleteSchedulingPolicy", f"{NO_POLICY} does not exist", arn=NO_POLICY),
    _row("used", "DeleteSchedulingPolicy", "Cannot delete, found existing JobQueue relationship", arn=FAIR_ARN),
    _row(
        "101 policies",
        "DescribeSchedulingPolicies",
        "Maximum number of scheduling policies supported is 100",
        arns=[FAIR_ARN] * 101,
    ),
    *_pages("ListSchedulingPolicies"),
    _row("a bad name", "CreateConsumableResource", f"consumableResourceName a b {_NAME}", consumableResourceName="a b"),
    _row("taken", "CreateConsumableResource", "Object already exists", consumableResourceName=LICENCE),
    _row("a total", "CreateConsumableResource", "totalQuantity must be non-negative.", totalQuantity=-1),
    _row(
        "a type",
        "CreateConsumableResource",
        "resourceType X is not valid. Valid types are REPLENISHABLE and NON_REPLENISHABLE.",
        resourceType="X",
    ),
    _row(
        "an operation",
        "UpdateConsumableResource",
        "operation X is not valid. Valid operations are SET, ADD and REMOVE.",
        operation="X",
    ),
    _row("a quantity", "UpdateConsumableResource", "quantity must be non-negative.", quantity=-1),
    _row(
        "too much",
        "UpdateConsumableResource",
        "Cannot remove 3 of consumable resource licence: there are fewer.",
        operation="REMOVE",
        quantity=3,
    ),
    _row(
        "a token",
        "UpdateConsumableResource",
        "clientToken must have between 1 and 64 characters.",
        clientToken="t" * 65,
    ),
    *(
        _row("none", operation, _NO_RESOURCE, consumableResource="none")
        for operation in (
            "UpdateConsumableResource",
            "DeleteConsumableResource",
            "DescribeConsumableResource",
            "ListJobsByConsumableResource",
        )
    ),
    _row(
        "needed", "DeleteConsumableResource", "Cannot delete, consumable resource licence is needed by jobs.", _needed
    ),
    _row(
        "a filter",
        "ListConsumableResources",
        "Filter X is not valid. Valid filters are CONSUMABLE_RESOURCE_NAME.",
        filters=[{"name": "X"}],
    ),
    *_pages("ListConsumableResources"),
    _row(
        "a filter",
        "ListJobsByConsumableResource",
        "Filter X is not valid. Valid filters are JOB_STATUS, JOB_NAME.",
        filters=[{"name": "X"}],
    ),
    _row(
        "a status",
        "ListJobsByConsumableResource",
        "Job status X is not valid.",
        filters=[{"name": "JOB_STATUS", "values": ["X"]}],
    ),
    *_pages("ListJobsByConsumableResource"),
]

UNASKED: dict[str, str] = {}
