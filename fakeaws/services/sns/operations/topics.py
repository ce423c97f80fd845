"""CreateTopic, DeleteTopic, ListTopics, GetTopicAttributes, SetTopicAttributes."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.sns.operations.base import SnsBase
from fakeaws.services.sns.topics import Topic


class TopicOperations(SnsBase):
    """Operations on topics."""

    def create_topic(self, call: Call) -> Result:
        name = call.params["Name"]
        topic = self.topics.setdefault(name, Topic(self, name))
        return {"TopicArn": topic.arn}
