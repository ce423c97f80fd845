"""What channels to other AWS services share."""

from __future__ import annotations

from fakeaws.errors import NotSupportedError
from fakeaws.router import SERVICES


def need_service(service: str, protocol: str) -> None:
    """Raise unless fakeaws has the service that a protocol delivers to."""
    if service not in SERVICES:
        raise NotSupportedError(
            f"sns: subscriptions with the protocol {protocol!r} need the service {service!r}, which fakeaws does not "
            "have; docs/coverage.md lists what there is"
        )
