"""What a job needs of the machine that it runs on."""

from __future__ import annotations

from typing import NamedTuple


class Need(NamedTuple):
    """``milli_vcpus``: thousandths of a vCPU, as Fargate has quarters; ``memory`` in MiB."""

    milli_vcpus: int
    memory: int
    gpus: int = 0

    @property
    def vcpus(self) -> float:
        return self.milli_vcpus / 1000
