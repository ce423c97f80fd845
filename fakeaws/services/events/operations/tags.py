"""TagResource, UntagResource, ListTagsForResource."""

from __future__ import annotations

from fakeaws.aws.arns import Arn
from fakeaws.aws.service import Call, Result
from fakeaws.aws.tags import Tags, tags_from_list
from fakeaws.services.events import errors, names, tagging
from fakeaws.services.events.operations.base import EventsBase


class TagOperations(EventsBase):
    """Operations on the tags of rules and event buses."""

    def tag_resource(self, call: Call) -> Result:
        self._tagged(call).merge(tags_from_list(call.params["Tags"]), tagging.WORDS)
        return {}

    def untag_resource(self, call: Call) -> Result:
        self._tagged(call).remove(call.params["TagKeys"], tagging.WORDS)
        return {}

    def list_tags_for_resource(self, call: Call) -> Result:
        return {"Tags": self._tagged(call).as_list()}

    def _tagged(self, call: Call) -> Tags:
        text: str = call.params["ResourceARN"]
        arn = Arn.or_none(text)
        if arn is None or arn.service != "events":
            raise errors.validation(f"Parameter {text} is not valid. Reason: Provided Arn is not in correct format.")
        here = (arn.account, arn.region) == (self.account, self.region)
        if arn.resource_type == "event-bus":
            bus = self.buses.get(arn.resource_id) if here else None
            if bus is None:
                raise errors.no_bus(arn.resource_id)
            return bus.tags
        on, name = names.rule_place(arn.resource)
        bus = self.buses.get(on) if here and arn.resource_type == "rule" else None
        rule = bus.rules.get(name) if bus is not None else None
        if rule is None:
            raise errors.no_rule(name, on)
        return rule.tags
