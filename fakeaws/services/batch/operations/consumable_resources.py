"""Operations on consumable resources."""

from __future__ import annotations

from fakeaws.aws.service import Call, Params, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.consumables.resource import NON_REPLENISHABLE, REPLENISHABLE, ConsumableResource
from fakeaws.services.batch.jobs.job import STATUSES, Job
from fakeaws.services.batch.limits import CLIENT_TOKEN_US, CONSUMABLE_RESOURCES
from fakeaws.services.batch.names import is_name
from fakeaws.services.batch.operations.base import BatchBase
from fakeaws.services.batch.operations.pages import listed, matches
from fakeaws.services.batch.tagging import tags_of

_TYPES = (REPLENISHABLE, NON_REPLENISHABLE)
_OPERATIONS = ("SET", "ADD", "REMOVE")


class ConsumableResourceOperations(BatchBase):
    """Create, update, delete, describe, list, and the jobs that need one."""

    def create_consumable_resource(self, call: Call) -> Result:
        params = call.params
        name, type, total = params["consumableResourceName"], params.get("resourceType", REPLENISHABLE), _total(params)
        if not is_name(name):
            raise errors.bad_name("consumableResourceName", name)
        if type not in _TYPES:
            raise errors.client(f"resourceType {type} is not valid. Valid types are {' and '.join(_TYPES)}.")
        tags = tags_of(params)
        resources = self.consumables.by_name
        if name in resources:
            raise errors.already_exists()
        if len(resources) >= CONSUMABLE_RESOURCES:
            raise errors.too_many("consumable resources", CONSUMABLE_RESOURCES)
        arn = self.arn_of(f"consumable-resource/{name}")
        resources[name] = ConsumableResource(name, arn, type, total, self.world.wall_us // 1000, tags)
        return {"consumableResourceName": name, "consumableResourceArn": arn}

    def update_consumable_resource(self, call: Call) -> Result:
        params = call.params
        resource = self._resource(params)
        operation, quantity, token = params.get("operation"), params.get("quantity", 0), params.get("clientToken")
        if operation not in _OPERATIONS:
            raise errors.client(f"operation {operation} is not valid. Valid operations are SET, ADD and REMOVE.")
        if quantity < 0:
            raise errors.client("quantity must be non-negative.")
        if token is not None and not 1 <= len(token) <= 64:
            raise errors.client("clientToken must have between 1 and 64 characters.")
        now_us, asked = self.world.now_us, (operation, quantity)
        known = resource.updates.get(token) if token is not None else None
        if known is None or known[0] != asked or known[1] + CLIENT_TOKEN_US <= now_us:
            total = {"SET": quantity, "ADD": resource.total + quantity, "REMOVE": resource.total - quantity}[operation]
            if total < 0:
                raise errors.client(
                    f"Cannot remove {quantity} of consumable resource {resource.name}: there are fewer."
                )
            resource.total = total
            if token is not None:
                resource.updates = {
                    each: update for each, update in resource.updates.items() if update[1] + CLIENT_TOKEN_US > now_us
                }
                resource.updates[token] = (asked, now_us)
            self.dispatcher.kick()
        return {
            "consumableResourceName": resource.name,
            "consumableResourceArn": resource.arn,
            "totalQuantity": resource.total,
        }

    def delete_consumable_resource(self, call: Call) -> Result:
        resource = self._resource(call.params)
        if resource.open:
            raise errors.client(f"Cannot delete, consumable resource {resource.name} is needed by jobs.")
        del self.consumables.by_name[resource.name]
        return {}

    def describe_consumable_resource(self, call: Call) -> Result:
        return self._resource(call.params).described()

    def list_consumable_resources(self, call: Call) -> Result:
        params = call.params
        found = list(self.consumables.by_name.values())
        for name, values in _filters(params, ("CONSUMABLE_RESOURCE_NAME",)):
            assert name == "CONSUMABLE_RESOURCE_NAME"
            found = [each for each in found if any(matches(value, each.name) for value in values)]
        return listed(found, params, "consumableResources", key=_name, shown=ConsumableResource.summary)

    def list_jobs_by_consumable_resource(self, call: Call) -> Result:
        """Newest first; an array's children each for itself."""
        params = call.params
        resource = self._resource(params)
        found = [self.jobs[id] for id in resource.jobs if id in self.jobs]
        for name, values in _filters(params, ("JOB_STATUS", "JOB_NAME")):
            if name == "JOB_STATUS":
                for value in values:
                    if value not in STATUSES:
                        raise errors.client(f"Job status {value} is not valid.")
                found = [each for each in found if each.status in values]
            else:
                found = [each for each in found if any(matches(value, each.name) for value in values)]
        shown = [(each, resource.jobs[each.id]) for each in found]
        return listed(shown, params, "jobs", key=_order, shown=_needing, descending=True)

    def _resource(self, params: Params) -> ConsumableResource:
        resource = self.consumables.find(params["consumableResource"])
        if resource is None:
            raise errors.no_such(params["consumableResource"])
        return resource


def _total(params: Params) -> int:
    total = int(params.get("totalQuantity", 0))
    if total < 0:
        raise errors.client("totalQuantity must be non-negative.")
    return total


def _filters(params: Params, names: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    found = []
    for each in params.get("filters", ()):
        name = each.get("name")
        if name not in names:
            raise errors.client(f"Filter {name} is not valid. Valid filters are {', '.join(names)}.")
        found.append((str(name), list(each.get("values", ()))))
    return found


def _name(resource: ConsumableResource) -> str:
    return resource.name


def _order(shown: tuple[Job, int]) -> tuple[int, tuple[int, int]]:
    return shown[0].created_ms, shown[0].order


def _needing(shown: tuple[Job, int]) -> Result:
    job, quantity = shown
    answer: Result = {
        "jobArn": job.arn,
        "jobQueueArn": job.queue.arn,
        "jobName": job.name,
        "jobDefinitionArn": job.definition.arn,
        "jobStatus": job.status,
        "quantity": quantity,
        "createdAt": job.created_ms,
        "consumableResourceProperties": job.settings["consumableResourceProperties"],
    }
    optional = {
        "shareIdentifier": job.settings.get("shareIdentifier"),
        "statusReason": job.status_reason,
        "startedAt": job.started_ms,
    }
    return {**answer, **{name: value for name, value in optional.items() if value is not None}}
