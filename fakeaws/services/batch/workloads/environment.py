"""The environment variables of an attempt's container."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from fakeaws.aws.role_credentials import credential_variables, role_session
from fakeaws.services.batch.definitions.definition import is_for_eks
from fakeaws.simulation.variables import of_the_test
from fakeaws.world import user_of, uuid_of

if TYPE_CHECKING:
    from fakeaws.services.batch.jobs.job import Job
    from fakeaws.services.batch.operations.base import BatchBase
    from fakeaws.services.batch.workloads.container import Container

#: Of the test's own: where programs and the user's files are, and what keeps boto3 from files that are not the world's.
_FROM_THE_TEST = ("PATH", "HOME", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_EC2_METADATA_DISABLED")


def variables_of(service: BatchBase, job: Job, container: Container) -> dict[str, str]:
    """All that a program in the container finds: the machine's, AWS's credentials and Batch's own, the job's."""
    task = job.attempts[-1].task_arn.rsplit("/", 1)[1]
    session = role_session(container.job_role, task)
    return {
        **machine_variables(service),
        **credential_variables(service.world, session, user_of(service.account), "batch.credentials"),
        **environment_of(job, container),
    }


def machine_variables(service: BatchBase) -> dict[str, str]:
    """What every program finds."""
    own = of_the_test()
    return {
        **{name: own[name] for name in _FROM_THE_TEST if name in own},
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "AWS_REGION": service.region,
        "AWS_DEFAULT_REGION": service.region,
    }


def environment_of(job: Job, container: Container) -> dict[str, str]:
    """What the job's definition and submission say, and what Batch tells the job of itself."""
    assert job.placement is not None
    environment = job.placement.environment
    told = {
        "AWS_BATCH_CE_NAME": environment.name,
        "AWS_BATCH_JQ_NAME": job.queue.name,
        "AWS_BATCH_JOB_ID": job.id,
        "AWS_BATCH_JOB_ATTEMPT": str(len(job.attempts)),
    }
    if is_for_eks(job.settings):
        told["AWS_BATCH_JOB_KUBERNETES_NODE_UID"] = _uid(job.attempts[-1].instance_arn or "")
    else:
        told["AWS_EXECUTION_ENV"] = "AWS_ECS_FARGATE" if environment.on_fargate else "AWS_ECS_EC2"
    if job.is_node:
        told.update(_of_node(job))
    elif job.index is not None and job.parent is not None:
        told["AWS_BATCH_JOB_ARRAY_INDEX"] = str(job.index)
        told["AWS_BATCH_JOB_ARRAY_SIZE"] = str(len(job.parent.children or ()))
    return {**container.variables, **told}


def _of_node(job: Job) -> dict[str, str]:
    whole = job.parent
    assert whole is not None
    main = whole.main_node
    told = {
        "AWS_BATCH_JOB_NODE_INDEX": str(job.index),
        "AWS_BATCH_JOB_NUM_NODES": str(len(whole.nodes or ())),
        "AWS_BATCH_JOB_MAIN_NODE_INDEX": str(main.index),
    }
    if job is not main:
        told["AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"] = main.attempts[-1].interfaces[0]["privateIpv4Address"]
    return told


def _uid(instance: str) -> str:
    """What Kubernetes calls that node."""
    return uuid_of(int.from_bytes(blake2b(instance.encode(), digest_size=16).digest(), "big"))
