"""AddPermission and RemovePermission."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.sns import permissions
from fakeaws.services.sns.operations.base import SnsBase


class PermissionOperations(SnsBase):
    """Operations on statements of a topic's policy."""

    def add_permission(self, call: Call) -> Result:
        permissions.add_permission(self.topic_of(call, "AddPermission"), call.params)
        return {}

    def remove_permission(self, call: Call) -> Result:
        permissions.remove_permission(self.topic_of(call, "RemovePermission"), call.params["Label"])
        return {}
