"""HTTP endpoints in memory: where SNS and others deliver to, without any socket. `Endpoints` is ``world.endpoints``."""

from __future__ import annotations

from fakeaws.endpoints.exchange import resource_of
from fakeaws.endpoints.messages import Headers, Request, Response
from fakeaws.endpoints.received import ReceivedRequest
from fakeaws.endpoints.registry import Endpoint, Endpoints

__all__ = ["Endpoint", "Endpoints", "Headers", "ReceivedRequest", "Request", "Response", "resource_of"]
