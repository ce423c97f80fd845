"""PutCompositeAlarm."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.cloudwatch.alarms.composite_alarm import CompositeAlarm
from fakeaws.services.cloudwatch.alarms.configurations import check_composite_alarm
from fakeaws.services.cloudwatch.operations.base import CloudWatchBase


class CompositeAlarmOperations(CloudWatchBase):
    """Operations on composite alarms alone."""

    def put_composite_alarm(self, call: Call) -> Result:
        check_composite_alarm(call.params, self.account, self.region, self._exists)
        self.alarms.put(CompositeAlarm, call)
        return {}

    def _exists(self, name: str) -> bool:
        return name in self.alarms.alarms
