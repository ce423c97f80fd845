"""Fargate's pairs of vCPUs and memory: each that there is, and none beside."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import World
from tests.services.batch.support import ROLE, definition, furnished, on_fargate, refused, requirements, submit

TABLE = {
    "0.25": [512, 1024, 2048],
    "0.5": [1024, 2048, 3072, 4096],
    "1": list(range(2048, 8193, 1024)),
    "2": list(range(4096, 16385, 1024)),
    "4": list(range(8192, 30721, 1024)),
    "8": list(range(16384, 61441, 4096)),
    "16": list(range(32768, 122881, 8192)),
    "32": [61440, 122880, 249856],
}


@pytest.mark.parametrize("vcpus", TABLE)
def test_each_pair_is_taken(batch: Any, vcpus: str) -> None:
    for memory in TABLE[vcpus]:
        definition(batch, fargate=True, containerProperties=on_fargate(vcpus, str(memory)))
    found = batch.describe_job_definitions(jobDefinitionName="work")["jobDefinitions"]
    assert len(found) == len(TABLE[vcpus])


@pytest.mark.parametrize("vcpus", TABLE)
def test_none_beside(batch: Any, vcpus: str) -> None:
    first, last = TABLE[vcpus][0], TABLE[vcpus][-1]
    beside = {first - 512, first + 1, last - 1, last + 512, *range(first, last + 2048, 1024)} - set(TABLE[vcpus])
    for memory in sorted(beside):
        with refused(f"Fargate resource requirements ({float(vcpus):.2f} vCPU, {memory} MiB) not valid.", wrapped=True):
            definition(batch, fargate=True, containerProperties=on_fargate(vcpus, str(memory)))
    assert batch.describe_job_definitions()["jobDefinitions"] == []


@pytest.mark.parametrize(
    ("vcpus", "memory", "said"),
    [("1", "1024", "1.00 vCPU, 1024 MiB"), ("3", "8192", "3.00 vCPU, 8192 MiB"), ("0.1", "512", "0.10 vCPU, 512 MiB")],
)
def test_two_decimals(batch: Any, vcpus: str, memory: str, said: str) -> None:
    with refused(f"Fargate resource requirements ({said}) not valid.", wrapped=True):
        definition(batch, fargate=True, containerProperties=on_fargate(vcpus, memory))


def test_a_tasks_containers_together_are_a_pair(batch: Any) -> None:
    def task(*pairs: tuple[str, str]) -> dict[str, Any]:
        containers = [
            {"name": f"c{place}", "image": "busybox", "resourceRequirements": requirements(*pair)}
            for place, pair in enumerate(pairs)
        ]
        return {"taskProperties": [{"containers": containers, "executionRoleArn": ROLE}]}

    given: dict[str, Any] = {"fargate": True, "containerProperties": None}
    definition(batch, ecsProperties=task(("0.25", "512"), ("0.75", "1536")), **given)
    with refused("Fargate resource requirements (1.25 vCPU, 2048 MiB) not valid.", wrapped=True):
        definition(batch, ecsProperties=task(("0.5", "512"), ("0.75", "1536")), **given)


def test_an_override_must_give_a_pair_again(aws: World, batch: Any) -> None:
    furnished(aws, batch, "FARGATE")
    definition(batch, fargate=True)
    with refused("Fargate resource requirements (1.00 vCPU, 512 MiB) not valid.", wrapped=True):
        submit(batch, containerOverrides={"resourceRequirements": requirements(None, "512")})
    submit(batch, containerOverrides={"resourceRequirements": requirements("0.25", "512")})
