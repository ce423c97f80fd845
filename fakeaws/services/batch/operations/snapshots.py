"""GetJobQueueSnapshot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch.limits import FRONT_OF_QUEUE, TOP_SHARES
from fakeaws.services.batch.operations.job_queues import JobQueueOperations
from fakeaws.services.batch.queues.checks import EKS, SAGEMAKER
from fakeaws.services.batch.queues.fair_share import FairShare, Share
from fakeaws.services.batch.service_jobs.describing import usage
from fakeaws.services.batch.service_jobs.environments import NUM_INSTANCES
from fakeaws.services.batch.service_jobs.quota_shares import QuotaShare

_UNITS = {EKS: "cpu", SAGEMAKER: NUM_INSTANCES}


class SnapshotOperations(JobQueueOperations):
    """The front of a queue, and what its jobs use."""

    def get_job_queue_snapshot(self, call: Call) -> Result:
        """As of now; ``earliestTimeAtPosition`` is when the job was first at that position without a break."""
        queue = self.queue(call.params["jobQueue"])
        now_us, now_ms = self.world.now_us, self.world.wall_us // 1000
        front = [
            {"jobArn": job.arn, "earliestTimeAtPosition": (self.world.wall_us - now_us + since_us) // 1000}
            for job, since_us in queue.waiting.front(FRONT_OF_QUEUE, now_us)
        ]
        unit = _UNITS.get(queue.type, "VCPU")
        utilization: dict[str, Any] = {"totalCapacityUsage": [_usage(queue.used_milli, unit)], "lastUpdatedAt": now_ms}
        if queue.fair_share is not None:
            utilization["fairshareUtilization"] = _shares(queue.fair_share, unit, now_us)
        answer: Result = {"frontOfQueue": {"jobs": front, "lastUpdatedAt": now_ms}, "queueUtilization": utilization}
        if queue.policy is not None and queue.policy.quota_share is not None:
            shares = self.service_jobs.shares_of(queue)
            answer["frontOfQuotaShares"] = {"quotaShares": self._fronts(shares), "lastUpdatedAt": now_ms}
            utilization["quotaShareUtilization"] = {"topCapacityUtilization": _quotas(shares)}
        return answer

    def _fronts(self, shares: Sequence[QuotaShare]) -> dict[str, list[dict[str, Any]]]:
        """The first RUNNABLE job of each quota share that has one; its time is that of its becoming RUNNABLE."""
        began_us = self.world.wall_us - self.world.now_us
        heads = {share.name: job for share in shares if (job := share.head()) is not None}
        return {
            name: [{"jobArn": job.arn, "earliestTimeAtPosition": (began_us + (job.runnable_us or 0)) // 1000}]
            for name, job in heads.items()
        }


def _shares(fair_share: FairShare, unit: str, now_us: int) -> dict[str, Any]:
    using = [each for each in fair_share.active(now_us) if each.usage.rate]
    top = sorted(using, key=_most_first)[:TOP_SHARES]
    return {
        "activeShareCount": len(using),
        "topCapacityUtilization": [
            {"shareIdentifier": each.identifier, "capacityUsage": [_usage(each.usage.rate, unit)]} for each in top
        ],
    }


def _quotas(shares: Sequence[QuotaShare]) -> list[dict[str, Any]]:
    using = [share for share in shares if any(share.used.values())]
    top = sorted(using, key=lambda share: -sum(share.used.values()))[:TOP_SHARES]
    return [{"quotaShareName": each.name, "capacityUsage": usage(each.used)} for each in top]


def _usage(milli: int, unit: str) -> dict[str, Any]:
    return {"capacityUnit": unit, "quantity": milli / 1000}


def _most_first(share: Share) -> int:
    return -share.usage.rate
