"""TagResource, UntagResource, ListTagsForResource."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags, tags_from_list
from fakeaws.services.cloudwatch import errors, tagging
from fakeaws.services.cloudwatch.operations.base import CloudWatchBase


class TagOperations(CloudWatchBase):
    """Operations on the tags of alarms, mute rules, insight rules, metric streams and dashboards."""

    def tag_resource(self, call: Call) -> Result:
        self._tagged(call).merge(tags_from_list(call.params["Tags"]), tagging.WORDS)
        return {}

    def untag_resource(self, call: Call) -> Result:
        self._tagged(call).remove(call.params["TagKeys"], tagging.WORDS)
        return {}

    def list_tags_for_resource(self, call: Call) -> Result:
        tags = self.tags_of(call.params["ResourceARN"])
        return {"Tags": [] if tags is None else tags.as_list()}

    def _tagged(self, call: Call) -> Tags:
        arn = call.params["ResourceARN"]
        tags = self.tags_of(arn)
        if tags is None:
            raise errors.resource_not_found_exception("Unknown", arn, "Unknown")
        return tags
