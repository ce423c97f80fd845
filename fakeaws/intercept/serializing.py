"""Requests that nobody will read: botocore validates their parameters as ever, but need not serialise them.

On the fast path a call is answered from its parameters. Its body would be thrown away, and for a batch it is a large part of
botocore's own cost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Protocols in which every request of a service has the same method and path, so that it can be serialised later.
_ONE_ADDRESS = frozenset(("json", "query"))


class Unread(bytes):
    """Stands for the body of a request that was not serialised."""


_UNREAD = Unread()


class LazySerializer:
    """Stands before a client's own serializer and leaves the work to it unless ``is_read(operation_model)`` says no."""

    def __init__(self, serializer: Any, is_read: Callable[[Any], bool]) -> None:
        self.serializer = serializer
        self._is_read = is_read

    def __getattr__(self, name: str) -> Any:
        return getattr(self.serializer, name)

    def serialize_to_request(self, parameters: Any, operation_model: Any) -> dict[str, Any]:
        """botocore's request dictionary, with an `Unread` body if nobody reads it."""
        if self._is_read(operation_model):
            request: dict[str, Any] = self.serializer.serialize_to_request(parameters, operation_model)
            return request
        return {"url_path": "/", "query_string": "", "method": "POST", "headers": {}, "body": _UNREAD}


def install(client: Any, is_read: Callable[[Any], bool]) -> LazySerializer:
    """Place one in a client, behind botocore's own validation of parameters."""
    from botocore.validate import ParamValidationDecorator

    owner: Any = client._serializer if isinstance(client._serializer, ParamValidationDecorator) else client
    lazy = owner._serializer = LazySerializer(owner._serializer, is_read)
    return lazy


def can_wait(service_model: Any) -> bool:
    """Whether a service's requests can be serialised after their address is known."""
    return service_model.resolved_protocol in _ONE_ADDRESS


def serialise_after_all(lazy: LazySerializer, request: dict[str, Any], parameters: Any, operation_model: Any) -> None:
    """Give a request that goes down the wire path all the same the body and headers that it would have had."""
    if type(request["body"]) is not Unread:
        return
    real = lazy.serializer.serialize_to_request(parameters, operation_model)
    request["body"] = real["body"]
    headers = request["headers"]
    for name, value in real["headers"].items():
        if name not in headers:
            headers[name] = value
