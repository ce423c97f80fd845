"""TagResource, UntagResource, ListTags."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.operations.base import LambdaBase
from fakeaws.services.lambda_.tagging import TAG_ERRORS


class TagOperations(LambdaBase):
    """Operations on tags of functions, and of what `other_tags` finds."""

    def tag_resource(self, call: Call) -> Result:
        tags = self._tags_of(call)
        if not call.params["Tags"]:
            raise errors.invalid("An error occurred and the request cannot be processed.")
        tags.merge(call.params["Tags"], TAG_ERRORS)
        return {}

    def untag_resource(self, call: Call) -> Result:
        self._tags_of(call).remove(call.params["TagKeys"], TAG_ERRORS)
        return {}

    def list_tags(self, call: Call) -> Result:
        return {"Tags": dict(self._tags_of(call))}

    def _tags_of(self, call: Call) -> Tags:
        arn = call.params["Resource"]
        parts = arn.split(":")
        if parts[5] != "function":
            return self.other_tags(arn)
        if len(parts) > 7:
            raise errors.invalid(
                "Tags on function aliases and versions are not supported. Please specify a function ARN."
            )
        return self.function_named(arn, action=call.operation)[0].tags

    def other_tags(self, arn: str) -> Tags:
        """The tags of something that is no function, by its ARN; raises AWS's error if there is none."""
        raise errors.nothing_there()
