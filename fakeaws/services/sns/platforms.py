"""Platform applications and their endpoints: apps on devices that push notifications go to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeaws.aws.arns import partition_of
from fakeaws.services.sns import errors
from fakeaws.world import uuid_of

if TYPE_CHECKING:
    from fakeaws.services.sns.operations.base import SnsBase


class Endpoint:
    """One app on one device."""

    def __init__(self, application: Application, arn: str, token: str) -> None:
        self.application = application
        self.arn = arn
        self.token = token
        self.enabled = True
        self.user_data: str | None = None

    def shown(self) -> dict[str, str]:
        """Its attributes."""
        shown = {"Enabled": "true" if self.enabled else "false", "Token": self.token}
        if self.user_data is not None:
            shown["CustomUserData"] = self.user_data
        return shown


class Application:
    """An app with a push service: ``attributes`` holds what was given, credentials too."""

    def __init__(self, service: SnsBase, platform: str, name: str, attributes: Mapping[str, str]) -> None:
        self.platform = platform
        self.name = name
        self.region = service.region
        partition = partition_of(service.region)
        self.arn = f"arn:{partition}:sns:{service.region}:{service.account}:app/{platform}/{name}"
        self._endpoint_prefix = f"arn:{partition}:sns:{service.region}:{service.account}:endpoint/{platform}/{name}/"
        self.attributes = dict(attributes)
        #: By token.
        self.endpoints: dict[str, Endpoint] = {}

    @property
    def enabled(self) -> bool:
        return self.attributes.get("Enabled", "true") == "true"

    def change(self, attributes: Mapping[str, str]) -> None:
        """Set some attributes; "" takes one away."""
        self.attributes.update(attributes)
        for name in [name for name, value in attributes.items() if not value]:
            del self.attributes[name]

    def shown(self) -> dict[str, str]:
        """Its attributes without the credentials."""
        secret = ("PlatformCredential", "PlatformPrincipal")
        return {"Enabled": "true", **{name: value for name, value in self.attributes.items() if name not in secret}}

    def endpoint_arn(self, endpoint_id: str) -> str:
        """The ARN of the endpoint with that id."""
        return self._endpoint_prefix + endpoint_id


class Platforms:
    """The applications of one account and region."""

    def __init__(self, service: SnsBase) -> None:
        self._service = service
        self._ids = service.world.streams.stream(f"sns.endpoint-id/{service.account}/{service.region}")
        #: By ARN.
        self.applications: dict[str, Application] = {}
        self.endpoints: dict[str, Endpoint] = {}
        #: Tokens that the push services do not know any more.
        self.invalid_tokens: set[str] = set()

    def create_application(self, platform: str, name: str, attributes: Mapping[str, str]) -> Application:
        """The application of that name; an existing one if the attributes are its own, else AWS's refusal."""
        new = Application(self._service, platform, name, attributes)
        known = self.applications.setdefault(new.arn, new)
        if any(known.attributes.get(key, "") != value for key, value in attributes.items()):
            raise errors.invalid_parameter(
                "Attributes", "Platform application already exists with different attributes"
            )
        return known

    def delete_application(self, arn: str) -> None:
        """Its endpoints go with it. Nothing for one that does not exist."""
        application = self.applications.pop(arn, None)
        if application is not None:
            for endpoint in application.endpoints.values():
                del self.endpoints[endpoint.arn]

    def create_endpoint(self, application: Application, token: str) -> Endpoint:
        """A new endpoint."""
        arn = application.endpoint_arn(uuid_of(self._ids.getrandbits(128)))
        endpoint = application.endpoints[token] = self.endpoints[arn] = Endpoint(application, arn, token)
        return endpoint

    def delete_endpoint(self, arn: str) -> Endpoint | None:
        """The endpoint that was deleted, if it existed."""
        endpoint = self.endpoints.pop(arn, None)
        if endpoint is not None:
            del endpoint.application.endpoints[endpoint.token]
        return endpoint

    def change_token(self, endpoint: Endpoint, token: str) -> None:
        """The device got another token; refused if another endpoint of the application has it."""
        application = endpoint.application
        other = application.endpoints.get(token)
        if other is endpoint:
            return
        if other is not None:
            raise token_taken(other)
        del application.endpoints[endpoint.token]
        application.endpoints[token] = endpoint
        endpoint.token = token


def token_taken(endpoint: Endpoint) -> Exception:
    """The refusal of a token that an endpoint with other attributes has."""
    return errors.invalid_parameter(
        "Token", f"Endpoint {endpoint.arn} already exists with the same Token, but different attributes."
    )
