"""Function URLs: their configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fakeaws.aws.service import Call, Result
from fakeaws.endpoints.messages import Request, Response
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.functions import Function
from fakeaws.services.lambda_.operations.base import LambdaBase
from fakeaws.services.lambda_.url_app import caller_of, respond, respond_async
from fakeaws.services.lambda_.url_requests import FORBIDDEN
from fakeaws.services.lambda_.urls import FunctionUrl

if TYPE_CHECKING:
    from fakeaws.world import World


class UrlOperations(LambdaBase):
    """Operations on function URLs: a function may have one, and each of its aliases."""

    def create_function_url_config(self, call: Call) -> Result:
        params = call.params
        function, key = self._place(params)
        if key in function.urls:
            raise errors.conflict(
                f"FunctionUrlConfig exists for this Lambda function: {f'{function.arn}:{key}' if key else function.arn}"
            )
        url = FunctionUrl(function, key)
        url.change(params)
        function.urls[key] = url
        self.urls[url.id] = url
        members = url.members()
        del members["LastModifiedTime"]
        return members

    def get_function_url_config(self, call: Call) -> Result:
        return self._url(call.params).members()

    def update_function_url_config(self, call: Call) -> Result:
        url = self._url(call.params)
        url.change(call.params)
        return url.members()

    def delete_function_url_config(self, call: Call) -> Result:
        url = self._url(call.params)
        del url.function.urls[url.qualifier], self.urls[url.id]
        return {}

    def list_function_url_configs(self, call: Call) -> Result:
        function, _ = self.function_named(call.params["FunctionName"])
        urls = [url for _, url in sorted(function.urls.items())]
        scope = f"ListFunctionUrlConfigs/{function.name}"
        found, more = self.listed(urls, call.params, lambda url: url.qualifier, scope)
        return {"FunctionUrlConfigs": [url.members() for url in found], **more}

    @classmethod
    def visited(cls, world: World, request: Request) -> Response:
        url = _url_at(world, request)
        return FORBIDDEN if url is None else respond(url, request, caller_of(url, request))

    @classmethod
    async def visited_async(cls, world: World, request: Request) -> Response:
        url = _url_at(world, request)
        return FORBIDDEN if url is None else await respond_async(url, request, caller_of(url, request))

    def _place(self, params: Mapping[str, Any]) -> tuple[Function, str]:
        function, qualifier = self.function_named(params["FunctionName"], params.get("Qualifier"))
        if qualifier is not None and qualifier not in function.aliases:
            raise errors.no_such_alias(f"{function.arn}:{qualifier}")
        return function, qualifier or ""

    def _url(self, params: Mapping[str, Any]) -> FunctionUrl:
        function, key = self._place(params)
        url = function.urls.get(key)
        if url is None:
            raise errors.nothing_there()
        return url


def _url_at(world: World, request: Request) -> FunctionUrl | None:
    """The URL that a request is for."""
    host = (urlsplit(request.url).hostname or "").lower()
    identifier, _, rest = host.partition(".lambda-url.")
    region = rest.partition(".")[0]
    for service in world.router.services("lambda"):
        if service.region == region and isinstance(service, LambdaBase) and identifier in service.urls:
            return service.urls[identifier]
    return None
