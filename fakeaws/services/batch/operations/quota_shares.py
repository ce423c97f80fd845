"""Operations on quota shares."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.compute.environment import CREATING, DELETING, DISABLED, ENABLED, UPDATING, VALID
from fakeaws.services.batch.limits import QUOTA_SHARES
from fakeaws.services.batch.names import is_name
from fakeaws.services.batch.operations.job_queues import JobQueueOperations
from fakeaws.services.batch.operations.pages import listed
from fakeaws.services.batch.operations.service_environments import ServiceEnvironmentOperations
from fakeaws.services.batch.queues.checks import check_state
from fakeaws.services.batch.service_jobs import checks
from fakeaws.services.batch.service_jobs.quota_shares import QuotaShare
from fakeaws.services.batch.tagging import tags_of

SHARE_DELETED = "Quota share was deleted"

_MODIFIED = (CREATING, UPDATING, DELETING)


class QuotaShareOperations(JobQueueOperations, ServiceEnvironmentOperations):
    """Create, update, delete, describe, list."""

    def create_quota_share(self, call: Call) -> Result:
        params = call.params
        name, state = params["quotaShareName"], params.get("state", ENABLED)
        if not is_name(name):
            raise errors.bad_name("quotaShareName", name)
        check_state(state)
        queue = self.queue(params["jobQueue"])
        if queue.status not in (VALID, UPDATING):
            raise errors.client(f"Job queue {queue.arn} is not valid.")
        if queue.policy is None or queue.policy.quota_share is None:
            raise errors.client(f"Job queue {queue.arn} does not have a quota share scheduling policy.")
        limits = checks.limits_of(params["capacityLimits"], by_type=True)
        settings = checks.sharing_of(params)
        tags = tags_of(params)
        shares = self.service_jobs.shares_of(queue)
        if any(each.name == name for each in shares):
            raise errors.already_exists()
        if len(shares) >= QUOTA_SHARES:
            raise errors.too_many("quota shares of a job queue", QUOTA_SHARES)
        arn = f"{queue.arn}/quota-share/{name}"
        share = QuotaShare(name, arn, queue, limits, settings, state, tags=tags)
        self.service_jobs.shares[arn] = share
        self._soon(share, "queue_created", self._share_valid)
        return {"quotaShareName": name, "quotaShareArn": arn}

    def update_quota_share(self, call: Call) -> Result:
        """Everything holds at once. Jobs beyond lower limits may be preempted."""
        params = call.params
        share = self._quota_share(params["quotaShareArn"])
        if share.status in _MODIFIED:
            raise errors.being_modified("update")
        state = params.get("state", share.state)
        check_state(state)
        limits = share.limits
        if "capacityLimits" in params:
            limits = checks.limits_of(params["capacityLimits"], by_type=True)
        share.settings = {**share.settings, **checks.sharing_of(params)}
        share.state, share.limits, share.status = state, limits, UPDATING
        self._soon(share, "queue_updated", self._share_valid)
        self.dispatcher.kick()
        return {"quotaShareName": share.name, "quotaShareArn": share.arn}

    def delete_quota_share(self, call: Call) -> Result:
        """Its jobs are terminated."""
        share = self._quota_share(call.params["quotaShareArn"])
        if share.status in _MODIFIED:
            raise errors.being_modified("delete")
        if share.state != DISABLED:
            raise errors.not_disabled()
        share.status = DELETING
        self.service_jobs.terminate_all(list(share.open.values()), SHARE_DELETED)
        self._soon(share, "queue_deleted", self._share_gone)
        return {}

    def describe_quota_share(self, call: Call) -> Result:
        return self._quota_share(call.params["quotaShareArn"]).described()

    def list_quota_shares(self, call: Call) -> Result:
        shares = self.service_jobs.shares_of(self.queue(call.params["jobQueue"]))
        return listed(shares, call.params, "quotaShares", key=_name, shown=QuotaShare.summary)

    def _quota_share(self, arn: str) -> QuotaShare:
        share = self.service_jobs.shares.get(arn)
        if share is None:
            raise errors.no_such(arn)
        return share

    def _share_valid(self, share: QuotaShare, generation: int) -> None:
        if share.generation == generation:
            share.status = VALID
            self.dispatcher.kick()

    def _share_gone(self, share: QuotaShare, generation: int) -> None:
        """With the last of its jobs, and not before its time."""
        if share.generation != generation:
            return
        if share.open:
            self._soon(share, "queue_deleted", self._share_gone)
        else:
            self.service_jobs.shares.pop(share.arn, None)


def _name(share: QuotaShare) -> str:
    return share.name
