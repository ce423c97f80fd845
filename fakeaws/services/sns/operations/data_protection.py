"""PutDataProtectionPolicy, GetDataProtectionPolicy."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.sns import data_protection
from fakeaws.services.sns.operations.base import SnsBase


class DataProtectionOperations(SnsBase):
    """Operations on the data protection policies of topics."""

    def put_data_protection_policy(self, call: Call) -> Result:
        topic = self.topic_of(call, "PutDataProtectionPolicy", "ResourceArn")
        topic.data_protection_policy = data_protection.checked(call.params["DataProtectionPolicy"], topic)
        return {}

    def get_data_protection_policy(self, call: Call) -> Result:
        policy = self.topic_of(call, "GetDataProtectionPolicy", "ResourceArn").data_protection_policy
        return {"DataProtectionPolicy": policy} if policy else {}
