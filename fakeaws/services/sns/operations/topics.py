"""CreateTopic, DeleteTopic, ListTopics, GetTopicAttributes, SetTopicAttributes."""

from __future__ import annotations

from collections.abc import Mapping

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result
from fakeaws.services.sns import data_protection, errors, limits, names, tagging, topic_attributes
from fakeaws.services.sns.errors import BadAttribute
from fakeaws.services.sns.fifo import FifoState
from fakeaws.services.sns.front_end import check_constraints
from fakeaws.services.sns.operations.base import SnsBase, listed
from fakeaws.services.sns.topics import Topic


class TopicOperations(SnsBase):
    """Operations on topics."""

    def create_topic(self, call: Call) -> Result:
        check_constraints(call)
        name: str = call.params["Name"]
        given: Mapping[str, str] = call.params.get("Attributes") or {}
        fifo = given.get("FifoTopic", "").lower() == "true"
        names.check_topic_name(name, fifo)
        tags = tagging.tags_of(call.params.get("Tags") or ())
        protection: str = call.params.get("DataProtectionPolicy") or ""
        topic = self.topics.get(name)
        if topic is not None:
            _check_same(topic, given, tags)
            self.note(call, topic)
            return {"TopicArn": topic.arn}
        self._check_room(fifo)
        topic = Topic(self, name)
        try:
            values = topic_attributes.checked_for_creation(given, fifo)
            if fifo:
                topic.fifo = FifoState()
                topic.attributes.update(FifoTopic="true", ContentBasedDeduplication="false")
            topic_attributes.apply(topic, {**values, **({"Policy": given["Policy"]} if "Policy" in given else {})})
        except BadAttribute as bad:
            raise bad.on_creation() from None
        topic.data_protection_policy = data_protection.checked(protection, topic) if protection else ""
        topic.tags = tags
        self.topics[name] = topic
        self.note(call, topic)
        return {"TopicArn": topic.arn}

    def delete_topic(self, call: Call) -> Result:
        try:
            topic = self.topic_of(call, "DeleteTopic")
        except AwsError as error:
            if error.code == "NotFound":
                return {}
            raise
        if topic.archive is not None:
            raise errors.invalid_state(
                "Invalid state: a topic with an ArchivePolicy cannot be deleted; deactivate the policy first"
            )
        topic.deleted = True
        del topic.service.topics[topic.name]
        topic.service.pending.forget_topic(topic)
        self.note(call, topic)
        return {}

    def list_topics(self, call: Call) -> Result:
        arns, token = listed(sorted(topic.arn for topic in self.topics.values()), call.params, str, "ListTopics")
        answer: Result = {"Topics": [{"TopicArn": arn} for arn in arns]}
        if token is not None:
            answer["NextToken"] = token
        return answer

    def get_topic_attributes(self, call: Call) -> Result:
        return {"Attributes": topic_attributes.shown(self.topic_of(call, "GetTopicAttributes"))}

    def set_topic_attributes(self, call: Call) -> Result:
        topic = self.topic_of(call, "SetTopicAttributes")
        name: str = call.params["AttributeName"]
        value: str = call.params.get("AttributeValue") or ""
        if not topic_attributes.is_known(name, topic.fifo is not None):
            raise errors.invalid_parameter("AttributeName")
        try:
            topic_attributes.apply(topic, {name: topic_attributes.checked(name, value)})
        except BadAttribute as bad:
            raise bad.on_change() from None
        return {}

    def _check_room(self, fifo: bool) -> None:
        most = limits.FIFO_TOPICS if fifo else limits.STANDARD_TOPICS
        if len(self.topics) < most:
            return
        if sum((topic.fifo is not None) is fifo for topic in self.topics.values()) >= most:
            raise errors.limit_exceeded("TopicLimitExceeded", "You have reached the maximum number of topics")


def _check_same(topic: Topic, given: Mapping[str, str], tags: Mapping[str, str]) -> None:
    """Raise unless CreateTopic was given nothing that the existing topic does not have."""
    if not all(topic_attributes.is_same(topic, name, value) for name, value in given.items()):
        raise errors.invalid_parameter("Attributes", "Topic already exists with different attributes")
    if not tags.items() <= topic.tags.items():
        raise errors.invalid_parameter("Tags", "Topic already exists with different tags")
