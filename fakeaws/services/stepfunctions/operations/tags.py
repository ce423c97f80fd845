"""TagResource, UntagResource, ListTagsForResource: of state machines and activities."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.activities import Activity
from fakeaws.services.stepfunctions.machines import StateMachine
from fakeaws.services.stepfunctions.names import ACTIVITY, MACHINE, read_arn
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
from fakeaws.services.stepfunctions.tagging import TagWords, read_tags


class TagOperations(StepFunctionsBase):
    """Operations on tags."""

    def tag_resource(self, call: Call) -> Result:
        tags = self._tags(call)
        tags.merge(read_tags(call.params["tags"]), TagWords(call.params["resourceArn"]))
        return {}

    def untag_resource(self, call: Call) -> Result:
        self._tags(call).remove(call.params["tagKeys"], TagWords(call.params["resourceArn"]))
        return {}

    def list_tags_for_resource(self, call: Call) -> Result:
        return {"tags": self._tags(call).as_list("key", "value")}

    def _tags(self, call: Call) -> Tags:
        """Of what the ARN names; versions, aliases and Map states have none."""
        arn = read_arn(call.params["resourceArn"], MACHINE, ACTIVITY)
        found: StateMachine | Activity | None = None
        if arn.rest is None and arn.label is None:
            found = self.machine_or_none(arn) if arn.kind == MACHINE else self.activity_or_none(arn)
        if found is None:
            raise errors.resource_not_found(arn.text)
        return found.tags
