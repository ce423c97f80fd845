"""What is refused of service jobs, their environments and quota shares."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fakeaws.services.batch import errors
from fakeaws.services.batch.compute.environment import ENABLED, VALID
from fakeaws.services.batch.limits import ATTEMPTS, SCHEDULING_PRIORITIES, SERVICE_PAYLOAD_BYTES
from fakeaws.services.batch.names import is_job_name
from fakeaws.services.batch.queues.admission import NOT_FAIR, check_share
from fakeaws.services.batch.queues.checks import SAGEMAKER
from fakeaws.services.batch.service_jobs.environments import NUM_INSTANCES
from fakeaws.services.batch.service_jobs.quota_shares import LEND_AND_BORROW, STRATEGIES, UNLIMITED

if TYPE_CHECKING:
    from fakeaws.services.batch.queues.queue import JobQueue
    from fakeaws.services.batch.service_jobs.quota_shares import QuotaShare

ENVIRONMENT_LIMITS = 5
EVALUATIONS = 5


def limits_of(given: Sequence[Mapping[str, Any]], *, by_type: bool = False) -> dict[str, int]:
    """``capacityLimits``, by unit; ``by_type``: units are instance types. Raises ClientException."""
    if not 1 <= len(given) <= ENVIRONMENT_LIMITS:
        raise errors.client(f"capacityLimits must have between 1 and {ENVIRONMENT_LIMITS} entries.")
    found: dict[str, int] = {}
    for each in given:
        unit, most = each.get("capacityUnit", NUM_INSTANCES), each.get("maxCapacity")
        if most is None or most < 0:
            raise errors.client("maxCapacity must be a non-negative integer.")
        if not (unit.startswith("ml.") or (unit == NUM_INSTANCES and not by_type)):
            raise errors.client(f"capacityUnit {unit} is not valid.")
        if unit in found:
            raise errors.client(f"capacityUnit {unit} is given more than once.")
        found[unit] = most
    if NUM_INSTANCES in found and len(found) > 1:
        raise errors.client(f"capacityUnit {NUM_INSTANCES} cannot be used with other capacity units.")
    return found


def check_type(member: str, type: str) -> None:
    if type != SAGEMAKER:
        raise errors.client(f"{member} {type} is not valid.")


def check_priority(priority: int) -> None:
    if priority not in SCHEDULING_PRIORITIES:
        raise errors.client(f"schedulingPriority must be between 0 and {SCHEDULING_PRIORITIES[-1]}.")


def sharing_of(params: Mapping[str, Any]) -> dict[str, Any]:
    """A quota share's settings that are given, with AWS's default; raises ClientException."""
    found: dict[str, Any] = {}
    sharing = params.get("resourceSharingConfiguration")
    if sharing is not None:
        strategy, limit = sharing["strategy"], sharing.get("borrowLimit")
        if strategy not in STRATEGIES:
            raise errors.client(f"strategy {strategy} is not valid.")
        if limit is not None and strategy != LEND_AND_BORROW:
            raise errors.client(f"borrowLimit is only applicable for strategy {LEND_AND_BORROW}.")
        if limit is not None and limit < UNLIMITED:
            raise errors.client("borrowLimit must be -1 or a non-negative integer.")
        found["resourceSharingConfiguration"] = {"strategy": strategy}
        if strategy == LEND_AND_BORROW:
            found["resourceSharingConfiguration"]["borrowLimit"] = UNLIMITED if limit is None else limit
    preemption = params.get("preemptionConfiguration")
    if preemption is not None:
        if preemption["inSharePreemption"] not in ("ENABLED", "DISABLED"):
            raise errors.client(f"inSharePreemption {preemption['inSharePreemption']} is not valid.")
        found["preemptionConfiguration"] = {"inSharePreemption": preemption["inSharePreemption"]}
    return found


def check_submission(params: Mapping[str, Any]) -> None:
    """What can be said without the queue; raises ClientException."""
    if not is_job_name(params["jobName"]):
        raise errors.client(f"Job name {params['jobName']} is not valid.")
    check_type("serviceJobType", params["serviceJobType"])
    payload: str = params["serviceRequestPayload"]
    if len(payload.encode("utf-8", "replace")) > SERVICE_PAYLOAD_BYTES:
        raise errors.client(f"serviceRequestPayload must have at most {SERVICE_PAYLOAD_BYTES} bytes.")
    if not _is_object(payload):
        raise errors.client("serviceRequestPayload must be the JSON of a request.")
    if "schedulingPriority" in params:
        check_priority(params["schedulingPriority"])
    retrying = params.get("retryStrategy") or {}
    if retrying:
        if retrying["attempts"] not in ATTEMPTS:
            raise errors.client(f"attempts must be between {ATTEMPTS[0]} and {ATTEMPTS[-1]}.")
        if len(retrying.get("evaluateOnExit") or ()) > EVALUATIONS:
            raise errors.client(f"evaluateOnExit must have at most {EVALUATIONS} entries.")
        for each in retrying.get("evaluateOnExit") or ():
            if each.get("action", "RETRY").upper() not in ("RETRY", "EXIT"):
                raise errors.client(f"action {each['action']} is not valid.")
    seconds = (params.get("timeoutConfig") or {}).get("attemptDurationSeconds")
    if seconds is not None and seconds < 60:
        raise errors.client("attemptDurationSeconds must be at least 60.")
    retries = (params.get("preemptionConfiguration") or {}).get("preemptionRetriesBeforeTermination")
    if retries is not None and retries < 0:
        raise errors.client("preemptionRetriesBeforeTermination must be a non-negative integer.")


def check_place(queue: JobQueue, params: Mapping[str, Any], shares: Sequence[QuotaShare], now_us: int) -> None:
    """Whether the queue takes the job; ``shares`` are its quota shares. Raises ClientException."""
    if queue.type != SAGEMAKER:
        raise errors.client(f"Job Queue {queue.arn} of type {queue.type} does not accept service jobs.")
    if queue.state != ENABLED:
        raise errors.client(f"Job Queue {queue.arn} is DISABLED and does not accept jobs.")
    identifier, name = params.get("shareIdentifier"), params.get("quotaShareName")
    has_shares = queue.policy is not None and queue.policy.quota_share is not None
    if queue.fair_share is not None:
        check_share(queue, identifier, now_us)
    elif identifier is not None:
        raise errors.client(NOT_FAIR)
    if not has_shares:
        if name is not None:
            raise errors.client("quotaShareName is only applicable for a job queue with quota share scheduling policy.")
        return
    if name is None:
        raise errors.client("quotaShareName is required for a job queue with quota share scheduling policy.")
    share = next((each for each in shares if each.name == name), None)
    if share is None or share.status != VALID:
        raise errors.client(f"Quota share {name} not found.")
    if share.state != ENABLED:
        raise errors.client(f"Quota share {share.arn} is DISABLED and does not accept jobs.")


def _is_object(text: str) -> bool:
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, dict) and _is_well_formed(found.get("ResourceConfig"))


def _is_well_formed(configuration: Any) -> bool:
    """Whether instances can be counted."""
    if configuration is None:
        return True
    if not isinstance(configuration, dict):
        return False
    groups = configuration.get("InstanceGroups") or [configuration]
    return isinstance(groups, list) and all(
        isinstance(each, dict) and isinstance(each.get("InstanceCount", 1), int) for each in groups
    )
