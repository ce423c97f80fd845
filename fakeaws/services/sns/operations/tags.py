"""TagResource, UntagResource, ListTagsForResource."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result
from fakeaws.services.sns import errors, tagging
from fakeaws.services.sns.front_end import check_constraints
from fakeaws.services.sns.operations.base import SnsBase

if TYPE_CHECKING:
    from fakeaws.services.sns.topics import Topic


class TagOperations(SnsBase):
    """Operations on the tags of topics."""

    def tag_resource(self, call: Call) -> Result:
        topic = self._tagged(call)
        tagging.add(topic.tags, call.params["Tags"])
        return {}

    def untag_resource(self, call: Call) -> Result:
        topic = self._tagged(call)
        tagging.take_away(topic.tags, call.params["TagKeys"])
        return {}

    def list_tags_for_resource(self, call: Call) -> Result:
        return {"Tags": self._tagged(call).tags.as_list()}

    def _tagged(self, call: Call) -> Topic:
        check_constraints(call)
        try:
            return self.topic_of(call, call.operation, "ResourceArn")
        except AwsError as error:
            if error.code == "NotFound":
                raise errors.resource_not_found() from None
            raise
