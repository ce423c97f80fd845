"""What the nightly ranking needs: a queue of sales, Spot capacity of Fargate, a job definition, a schedule that submits it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from orders.clients import batch, scheduler
from orders.infrastructure import Subscription, allow, create_queue, subscribe
from orders.queues import queue_url
from orders.settings import Settings
from orders.topics import topic_arn

NAME = "ranking"
"""Of the compute environment, the job queue, the job definition and the jobs."""


def deploy_ranking(settings: Settings) -> None:
    """To be run after `infrastructure.deploy`. Running it again only registers the job definition anew."""
    sales = create_queue(settings, settings.sales_queue)[settings.sales_queue]
    news = topic_arn(settings.events_topic)
    allow(sales, news)
    subscribe(
        Subscription(settings.events_topic, settings.sales_queue, raw=True, filters={"event": ["accepted"]}),
        sales,
        news,
    )
    _deploy_capacity(settings)
    variables = {
        "SALES_QUEUE_URL": sales,
        "LETTERS_QUEUE_URL": queue_url(settings.letters_queue),
        "FITTING_SECONDS": str(settings.ranking_seconds),
    }
    _register(settings, variables)
    overrides = {"Environment": [{"Name": "NIGHT", "Value": "<aws.scheduler.scheduled-time>"}]}
    submission = {"JobName": NAME, "JobQueue": NAME, "JobDefinition": NAME, "ContainerOverrides": overrides}
    schedule = {
        "Name": settings.ranking_schedule,
        "ScheduleExpression": settings.ranking_cron,
        "ScheduleExpressionTimezone": settings.time_zone,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {
            "Arn": "arn:aws:scheduler:::aws-sdk:batch:submitJob",
            "RoleArn": settings.closing_role,
            "Input": json.dumps(submission),
        },
    }
    try:
        scheduler.create_schedule(**schedule)
    except scheduler.exceptions.ConflictException:  # it is there
        scheduler.update_schedule(**schedule)


def _deploy_capacity(settings: Settings) -> None:
    if not _environments():
        batch.create_compute_environment(
            computeEnvironmentName=NAME,
            type="MANAGED",
            computeResources={
                "type": "FARGATE_SPOT",
                "maxvCpus": 4,
                "subnets": [settings.subnet],
                "securityGroupIds": [settings.security_group],
            },
        )
    _wait_until_valid(_environments)
    if not _queues():
        order = [{"order": 1, "computeEnvironment": NAME}]
        batch.create_job_queue(jobQueueName=NAME, priority=1, computeEnvironmentOrder=order)
    _wait_until_valid(_queues)


def _register(settings: Settings, variables: dict[str, str]) -> None:
    interrupted = {"action": "RETRY", "onStatusReason": "Your Spot Task was interrupted*"}
    batch.register_job_definition(
        jobDefinitionName=NAME,
        type="container",
        platformCapabilities=["FARGATE"],
        containerProperties={
            "image": settings.image,
            "command": ["python", "-m", "orders.ranking"],
            "executionRoleArn": settings.execution_role,
            "jobRoleArn": settings.ranking_role,
            "resourceRequirements": [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}],
            "environment": [{"name": name, "value": value} for name, value in variables.items()],
        },
        retryStrategy={"attempts": 3, "evaluateOnExit": [interrupted, {"action": "EXIT", "onExitCode": "*"}]},
        timeout={"attemptDurationSeconds": 3 * int(settings.ranking_seconds) + 60},
    )


def _environments() -> list[Any]:
    return list(batch.describe_compute_environments(computeEnvironments=[NAME])["computeEnvironments"])


def _queues() -> list[Any]:
    return list(batch.describe_job_queues(jobQueues=[NAME])["jobQueues"])


def _wait_until_valid(describe: Callable[[], list[Any]]) -> None:
    """boto3 has no waiters for Batch."""
    while describe()[0]["status"] != "VALID":
        time.sleep(1)
