"""Jobs of Batch: arrays, dependencies, retries, fair share, Spot interruptions, a schedule, a workflow, training jobs.

Callables draw random numbers; a rule hears of every change of status.

``python -m tests.determinism.scenario_of_jobs [runs]`` runs it on its own.
"""

from __future__ import annotations

import json
import random
import sys
import time
import uuid
from typing import Any

import boto3

from fakeaws import World, mock_aws
from fakeaws.timeline.digest import digest
from tests.determinism.running import main

SESSION = boto3.session.Session(region_name="us-east-1")
CLIENTS: dict[str, Any] = {
    name: SESSION.client(name) for name in ("batch", "events", "scheduler", "sqs", "stepfunctions")
}
"""Made once: reading the models takes longer than a run."""

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/job"
MACHINES = {
    "type": "SPOT",
    "minvCpus": 0,
    "maxvCpus": 8,
    "instanceTypes": ["m5.large", "m5.xlarge"],
    "allocationStrategy": "SPOT_CAPACITY_OPTIMIZED",
    "instanceRole": f"arn:aws:iam::{ACCOUNT}:instance-profile/ecs",
    "subnets": ["subnet-1"],
    "securityGroupIds": ["sg-1"],
}


def simulate(job: Any) -> None:
    """Takes its time, and now and then fails."""
    seconds = random.uniform(5, 300)
    sys.stdout.write(f"{job.array_index} takes {seconds} {uuid.uuid4()}\n")
    time.sleep(seconds)
    if random.random() < 0.3:
        sys.exit(1)
    CLIENTS["sqs"].send_message(QueueUrl=job.parameters["results"], MessageBody=f"{job.name}-{job.array_index}")


def train(job: Any) -> None:
    time.sleep(random.uniform(60, 600))
    if random.random() < 0.5:
        sys.exit(3)


def furnish(aws: World) -> str:
    """Environments, queues, definitions, a rule that hears it all. Returns the URL of the queue for results."""
    batch, sqs, events = CLIENTS["batch"], CLIENTS["sqs"], CLIENTS["events"]
    results: str = sqs.create_queue(QueueName="results")["QueueUrl"]
    sqs.create_queue(QueueName="heard")
    rule = events.put_rule(Name="jobs", EventPattern='{"source": ["aws.batch"]}')["RuleArn"]
    aws.sqs.queue("heard").grant_send(rule)
    events.put_targets(Rule="jobs", Targets=[{"Id": "1", "Arn": aws.sqs.queue("heard").arn}])
    batch.create_compute_environment(computeEnvironmentName="spot", type="MANAGED", computeResources=MACHINES)
    batch.create_service_environment(
        serviceEnvironmentName="training",
        serviceEnvironmentType="SAGEMAKER_TRAINING",
        capacityLimits=[{"maxCapacity": 2, "capacityUnit": "NUM_INSTANCES"}],
    )
    shares = [{"shareIdentifier": "science", "weightFactor": 0.5}, {"shareIdentifier": "web", "weightFactor": 1.0}]
    policy = batch.create_scheduling_policy(
        name="fair", fairsharePolicy={"shareDecaySeconds": 1200, "shareDistribution": shares}
    )["arn"]
    aws.clock.advance(seconds=15)
    order = [{"order": 1, "computeEnvironment": "spot"}]
    batch.create_job_queue(jobQueueName="plain", priority=2, computeEnvironmentOrder=order)
    batch.create_job_queue(jobQueueName="shared", priority=1, computeEnvironmentOrder=order, schedulingPolicyArn=policy)
    batch.create_job_queue(
        jobQueueName="training",
        jobQueueType="SAGEMAKER_TRAINING",
        priority=1,
        serviceEnvironmentOrder=[{"order": 1, "serviceEnvironment": "training"}],
    )
    aws.clock.advance(seconds=10)
    needs = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "1024"}]
    batch.register_job_definition(
        jobDefinitionName="simulation",
        type="container",
        containerProperties={"image": "simulation", "jobRoleArn": ROLE, "resourceRequirements": needs},
        parameters={"results": results},
        retryStrategy={"attempts": 3},
        timeout={"attemptDurationSeconds": 240},
    )
    return results


def submit_all() -> list[str]:
    """An array, one that follows it child by child, jobs of two shares, training jobs. Returns their ids."""
    batch = CLIENTS["batch"]
    first = batch.submit_job(
        jobName="array", jobQueue="plain", jobDefinition="simulation", arrayProperties={"size": 5}
    )["jobId"]
    second = batch.submit_job(
        jobName="after",
        jobQueue="plain",
        jobDefinition="simulation",
        arrayProperties={"size": 5},
        dependsOn=[{"jobId": first, "type": "N_TO_N"}],
    )["jobId"]
    shared = [
        batch.submit_job(
            jobName=f"{share}-{number}",
            jobQueue="shared",
            jobDefinition="simulation",
            shareIdentifier=share,
            schedulingPriorityOverride=random.randrange(3),
        )["jobId"]
        for number in range(4)
        for share in ("science", "web")
    ]
    request = {
        "TrainingJobName": "model",
        "AlgorithmSpecification": {"TrainingImage": "train"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
    }
    for number in range(3):
        batch.submit_service_job(
            jobName=f"model-{number}",
            jobQueue="training",
            serviceJobType="SAGEMAKER_TRAINING",
            serviceRequestPayload=json.dumps(request),
            retryStrategy={"attempts": 2},
        )
    return [first, second, *shared]


def start_workflow() -> str:
    """A job as a task that is retried. Returns the ARN of its execution."""
    sfn = CLIENTS["stepfunctions"]
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::batch:submitJob.sync",
        "Parameters": {
            "JobName": "task",
            "JobQueue": "plain",
            "JobDefinition": "simulation",
            "RetryStrategy": {"Attempts": 1},
        },
        "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 5, "JitterStrategy": "FULL"}],
        "End": True,
    }
    definition = json.dumps({"StartAt": "T", "States": {"T": task}})
    machine = sfn.create_state_machine(name="m", definition=definition, roleArn=ROLE)["stateMachineArn"]
    arn: str = sfn.start_execution(stateMachineArn=machine)["executionArn"]
    return arn


def schedule() -> None:
    """One more job, some time in a window."""
    request = {"JobName": "scheduled", "JobQueue": "plain", "JobDefinition": "simulation"}
    CLIENTS["scheduler"].create_schedule(
        Name="once",
        ScheduleExpression="at(2026-01-05T00:30:00)",
        FlexibleTimeWindow={"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 10},
        Target={
            "Arn": "arn:aws:scheduler:::aws-sdk:batch:submitJob",
            "RoleArn": ROLE,
            "Input": json.dumps(request),
        },
    )


def play(seed: int) -> str:
    """Play it once; the digest covers the timeline, what jobs printed and what the rule's queue got."""
    with mock_aws(seed=seed, passthrough="off") as aws:
        furnish(aws)
        aws.batch.register(simulate, job_definition="simulation")
        aws.batch.register(train, image="train")
        schedule()
        ids = submit_all()
        execution = start_workflow()
        for _ in range(3):
            aws.clock.advance(minutes=6)
            running = CLIENTS["batch"].list_jobs(jobQueue="plain")["jobSummaryList"]
            running += CLIENTS["batch"].list_jobs(jobQueue="shared")["jobSummaryList"]
            if running:
                aws.batch.interrupt_spot(random.choice(running)["jobId"])
        aws.clock.advance(hours=2)
        shown = CLIENTS["batch"].describe_jobs(jobs=ids)["jobs"]
        logs = [attempt.logs for id in ids for attempt in aws.batch.job(id).attempts]
        logs += [attempt.logs for n in range(5) for attempt in aws.batch.job(f"{ids[0]}:{n}").attempts]
        heard = [message.body for message in aws.sqs.queue("heard").messages]
        status = CLIENTS["stepfunctions"].describe_execution(executionArn=execution)["status"]
        return digest(aws.timeline) + repr(([each["status"] for each in shown], logs, heard, status))


if __name__ == "__main__":
    main(play)
