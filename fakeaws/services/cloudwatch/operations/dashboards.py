"""PutDashboard, GetDashboard, ListDashboards, DeleteDashboards."""

from __future__ import annotations

from fakeaws.aws.arns import Arn, partition_of
from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Result
from fakeaws.services.cloudwatch import dashboards, errors, tagging
from fakeaws.services.cloudwatch.dashboards import Dashboard
from fakeaws.services.cloudwatch.operations.base import CloudWatchBase
from fakeaws.simulation.clock import from_us


class DashboardOperations(CloudWatchBase):
    """Operations on dashboards, which an account has in all regions alike."""

    def put_dashboard(self, call: Call) -> Result:
        name, body = call.params["DashboardName"], call.params["DashboardBody"]
        dashboards.check_name(name)
        dashboards.check_body(body)
        tags = tagging.tags_of(call.params.get("Tags"))
        home = self.home()
        arn = str(Arn(partition_of(self.region), "cloudwatch", "", self.account, f"dashboard/{name}"))
        if name not in home.dashboards:  # as with alarms, only a new one takes tags
            home.tags[arn] = tags
        home.dashboards[name] = Dashboard(name, arn, body, self.world.wall_us)
        return {"DashboardValidationMessages": []}

    def get_dashboard(self, call: Call) -> Result:
        found = self._dashboard(call.params["DashboardName"])
        return {"DashboardArn": found.arn, "DashboardBody": found.body, "DashboardName": found.name}

    def list_dashboards(self, call: Call) -> Result:
        prefix = call.params.get("DashboardNamePrefix") or ""
        known = self.home().dashboards
        try:
            shown, token = page(
                [known[name] for name in sorted(known) if name.startswith(prefix)],
                limit=dashboards.PAGE,
                token=call.params.get("NextToken"),
                key=lambda dashboard: dashboard.name,
                scope=f"dashboards {prefix}",
            )
        except BadToken:
            raise errors.invalid_value("Request parameter NextToken is invalid") from None
        answer: Result = {
            "DashboardEntries": [
                {
                    "DashboardName": dashboard.name,
                    "DashboardArn": dashboard.arn,
                    "LastModified": from_us(dashboard.modified_us),
                    "Size": len(dashboard.body.encode()),
                }
                for dashboard in shown
            ]
        }
        if token is not None:
            answer["NextToken"] = token
        return answer

    def delete_dashboards(self, call: Call) -> Result:
        names = call.params["DashboardNames"]
        if not names:
            raise errors.invalid_value("The parameter DashboardNames must not be empty.")
        if len(names) > dashboards.MAX_DELETED:
            raise errors.too_many("DashboardNames", dashboards.MAX_DELETED)
        found = [self._dashboard(name) for name in names]
        home = self.home()
        for dashboard in found:
            home.dashboards.pop(dashboard.name, None)
            home.tags.pop(dashboard.arn, None)
        return {}

    def _dashboard(self, name: str) -> Dashboard:
        dashboards.check_name(name)
        found = self.home().dashboards.get(name)
        if found is None:
            raise errors.no_dashboard(name)
        return found
