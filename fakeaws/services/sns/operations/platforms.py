"""Platform applications and endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeaws.aws.service import Call, Result
from fakeaws.services.sns import errors, names, platform_attributes
from fakeaws.services.sns.front_end import check_not_empty
from fakeaws.services.sns.operations.base import SnsBase, listed
from fakeaws.services.sns.platform_events import announce
from fakeaws.services.sns.platforms import token_taken

if TYPE_CHECKING:
    from fakeaws.services.sns.platforms import Application, Endpoint


class PlatformOperations(SnsBase):
    """Operations on platform applications and endpoints, but for Publish."""

    def create_platform_application(self, call: Call) -> Result:
        params = call.params
        check_not_empty(call, "Attributes")
        platform_attributes.check_name(params["Name"])
        platform_attributes.check_platform(params["Platform"])
        attributes = platform_attributes.application_attributes(params["Attributes"])
        platform_attributes.check_credentials(params["Platform"], attributes)
        application = self.platforms.create_application(params["Platform"], params["Name"], attributes)
        return {"PlatformApplicationArn": application.arn}

    def delete_platform_application(self, call: Call) -> Result:
        self.platforms.delete_application(self._application_arn(call))
        return {}

    def get_platform_application_attributes(self, call: Call) -> Result:
        return {"Attributes": self._application(call).shown()}

    def set_platform_application_attributes(self, call: Call) -> Result:
        check_not_empty(call, "Attributes")
        application = self._application(call)
        application.change(platform_attributes.application_attributes(call.params["Attributes"]))
        return {}

    def list_platform_applications(self, call: Call) -> Result:
        arns, token = listed(sorted(self.platforms.applications), call.params, str, "ListPlatformApplications")
        found = [self.platforms.applications[arn] for arn in arns]
        answer: Result = {
            "PlatformApplications": [
                {"PlatformApplicationArn": application.arn, "Attributes": application.shown()} for application in found
            ]
        }
        if token is not None:
            answer["NextToken"] = token
        return answer

    # -- endpoints -----------------------------------------------------------------------------------------------

    def create_platform_endpoint(self, call: Call) -> Result:
        params = call.params
        application = self._application(call)
        token: str = params["Token"]
        if not token:
            raise errors.invalid_parameter("Token", "cannot be empty")
        given = {"CustomUserData": params["CustomUserData"]} if params.get("CustomUserData") is not None else {}
        given = platform_attributes.endpoint_attributes({**given, **(params.get("Attributes") or {})})
        token = given.get("Token", token)
        user_data = given.get("CustomUserData")
        endpoint = application.endpoints.get(token)
        if endpoint is not None:
            enabled = endpoint.shown()["Enabled"]
            if endpoint.user_data != user_data or given.get("Enabled", enabled) != enabled:
                raise token_taken(endpoint)
            return {"EndpointArn": endpoint.arn}
        endpoint = self.platforms.create_endpoint(application, token)
        endpoint.enabled = given.get("Enabled", "true") == "true"
        endpoint.user_data = user_data
        announce(self, application, "EndpointCreated", endpoint.arn)
        return {"EndpointArn": endpoint.arn}

    def delete_endpoint(self, call: Call) -> Result:
        endpoint = self.platforms.delete_endpoint(self._endpoint_arn(call))
        if endpoint is not None:
            announce(self, endpoint.application, "EndpointDeleted", endpoint.arn)
        return {}

    def get_endpoint_attributes(self, call: Call) -> Result:
        return {"Attributes": self._endpoint(call).shown()}

    def set_endpoint_attributes(self, call: Call) -> Result:
        check_not_empty(call, "Attributes")
        endpoint = self._endpoint(call)
        given = platform_attributes.endpoint_attributes(call.params["Attributes"])
        if "Token" in given:
            self.platforms.change_token(endpoint, given["Token"])
        if "Enabled" in given:
            endpoint.enabled = given["Enabled"] == "true"
        if "CustomUserData" in given:
            endpoint.user_data = given["CustomUserData"]
        announce(self, endpoint.application, "EndpointUpdated", endpoint.arn)
        return {}

    def list_endpoints_by_platform_application(self, call: Call) -> Result:
        application = self._application(call)
        by_arn = {endpoint.arn: endpoint for endpoint in application.endpoints.values()}
        scope = f"ListEndpointsByPlatformApplication {application.arn}"
        arns, token = listed(sorted(by_arn), call.params, str, scope)
        answer: Result = {"Endpoints": [{"EndpointArn": arn, "Attributes": by_arn[arn].shown()} for arn in arns]}
        if token is not None:
            answer["NextToken"] = token
        return answer

    def _application_arn(self, call: Call) -> str:
        text = call.params["PlatformApplicationArn"]
        names.platform_arn(text, "PlatformApplicationArn", "app", self.region)
        return str(text)

    def _application(self, call: Call) -> Application:
        application = self.platforms.applications.get(self._application_arn(call))
        if application is None:
            raise errors.not_found("PlatformApplication")
        return application

    def _endpoint_arn(self, call: Call) -> str:
        text = call.params["EndpointArn"]
        names.platform_arn(text, "EndpointArn", "endpoint", self.region)
        return str(text)

    def _endpoint(self, call: Call) -> Endpoint:
        endpoint = self.platforms.endpoints.get(self._endpoint_arn(call))
        if endpoint is None:
            raise errors.not_found("Endpoint")
        return endpoint
