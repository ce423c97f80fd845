"""TagResource, UntagResource, ListTagsForResource: of everything that has an ARN, children and nodes left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags
from fakeaws.services.batch import errors
from fakeaws.services.batch.limits import TAGGED_AT_ONCE
from fakeaws.services.batch.operations.base import BatchBase
from fakeaws.services.batch.tagging import TagWords


class Tagged(Protocol):
    """A resource."""

    tags: Any


class TagOperations(BatchBase):
    """Operations on tags."""

    def tag_resource(self, call: Call) -> Result:
        resource, tags = self._tagged(call.params["resourceArn"]), call.params["tags"]
        if not 1 <= len(tags) <= TAGGED_AT_ONCE:
            raise errors.client(f"tags must have between 1 and {TAGGED_AT_ONCE} entries.")
        self._tags_of(resource).merge(tags, TagWords())
        return {}

    def untag_resource(self, call: Call) -> Result:
        resource, keys = self._tagged(call.params["resourceArn"]), call.params["tagKeys"]
        if not 1 <= len(keys) <= TAGGED_AT_ONCE:
            raise errors.client(f"tagKeys must have between 1 and {TAGGED_AT_ONCE} entries.")
        self._tags_of(resource).remove(keys, TagWords())
        return {}

    def list_tags_for_resource(self, call: Call) -> Result:
        return {"tags": dict(self._tagged(call.params["resourceArn"]).tags)}

    def _tags_of(self, resource: Tagged) -> Tags:
        """Most jobs have none, and share nothing that could be changed."""
        if not isinstance(resource.tags, Tags):
            resource.tags = Tags.of(resource.tags, TagWords())
        found: Tags = resource.tags
        return found

    def _tagged(self, arn: str) -> Tagged:
        """The resource of an ARN here; raises ClientException."""
        prefix = self.arn_of("")
        kind, _, name = arn[len(prefix) :].partition("/") if arn.startswith(prefix) else ("", "", "")
        self.keeping.forget()
        self.service_jobs.forget()
        found: Tagged | None
        if kind == "job-definition":
            name, _, revision = name.partition(":")
            found = self.definitions.get(name, {}).get(int(revision) if revision.isdecimal() else 0)
        elif kind == "job-queue" and "/quota-share/" in name:
            found = self.service_jobs.shares.get(arn)
        elif kind == "scheduling-policy":
            found = self.policies.get(arn)
        else:
            found = self._by_name(kind).get(name)
        if found is None or getattr(found, "parent", None) is not None:
            raise errors.no_such(arn)
        return found

    def _by_name(self, kind: str) -> Mapping[str, Any]:
        kinds: dict[str, Mapping[str, Any]] = {
            "compute-environment": self.environments,
            "job-queue": self.queues,
            "job": self.jobs,
            "consumable-resource": self.consumables.by_name,
            "service-environment": self.service_jobs.environments,
            "service-job": self.service_jobs.jobs,
        }
        return kinds.get(kind, {})
