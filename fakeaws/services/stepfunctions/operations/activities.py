"""CreateActivity, DescribeActivity, DeleteActivity, ListActivities."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions import errors
from fakeaws.services.stepfunctions.activities import Activity
from fakeaws.services.stepfunctions.configuration import encryption_of
from fakeaws.services.stepfunctions.names import ACTIVITY, check_name, read_arn
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase, paged
from fakeaws.services.stepfunctions.tagging import new_tags
from fakeaws.simulation.clock import from_us


class ActivityOperations(StepFunctionsBase):
    """Operations on activities, without the fetching of their tasks."""

    def create_activity(self, call: Call) -> Result:
        params = call.params
        name = params["name"]
        check_name(name)
        arn = self.arn_of(f"{ACTIVITY}:{name}")
        encryption = encryption_of(params.get("encryptionConfiguration"))
        tags = new_tags(params.get("tags"), arn)
        activity = self.activities.get(name)
        if activity is None:
            if len(self.activities) >= self.quotas.activities:
                raise errors.too_many_activities()
            activity = self.activities[name] = Activity(name, arn, self.world.wall_us, tags, encryption)
        elif activity.encryption != encryption:
            raise errors.activity_exists(arn)
        return {"activityArn": arn, "creationDate": from_us(activity.created_us)}

    def describe_activity(self, call: Call) -> Result:
        activity = self.activity(call.params["activityArn"])
        return {**_listed(activity), "encryptionConfiguration": dict(activity.encryption)}

    def delete_activity(self, call: Call) -> Result:
        """Nothing to do for an activity that is not there."""
        activity = self.activity_or_none(read_arn(call.params["activityArn"], ACTIVITY))
        if activity is not None:
            del self.activities[activity.name]
            activity.tasks.end()
        return {}

    def list_activities(self, call: Call) -> Result:
        activities = [self.activities[name] for name in sorted(self.activities)]
        found, more = paged(activities, call.params, lambda activity: activity.name, call.operation)
        return {"activities": [_listed(activity) for activity in found], **more}


def _listed(activity: Activity) -> Result:
    return {"activityArn": activity.arn, "name": activity.name, "creationDate": from_us(activity.created_us)}
