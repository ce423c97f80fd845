"""The guard: inside a world no AWS client and no AWS address is ever reached over the network.

Gates, all dormant outside worlds: the HTTP sessions of botocore and aiobotocore (credential providers and direct use of an
endpoint come through them, too), kombu's client on libcurl, which resolves names by itself, and name look-ups of AWS hosts
(presigned URLs in other HTTP libraries).
"""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from fakeaws.errors import RealCallBlocked
from fakeaws.intercept.install import Guarding
from fakeaws.simulation.stack import stack

#: Domains of AWS's endpoints, in all partitions.
_AWS_DOMAINS = (
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "api.amazonwebservices.com.cn",
    "awsapps.com",
    "c2s.ic.gov",
    "on.aws",
    "sc2s.sgov.gov",
)
_AWS_ENDINGS = tuple(f".{domain}" for domain in _AWS_DOMAINS)
#: Instance and container metadata.
_METADATA = frozenset(
    ("169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23", "instance-data")
)


def refuse(where: str) -> NoReturn:
    """Raise `RealCallBlocked` for an address or URL."""
    if stack:
        raise RealCallBlocked(
            f"a request to {where} was stopped: inside a fakeaws world nothing reaches AWS; "
            "use a boto3 or aiobotocore client of a service that fakeaws or moto has; links in SNS's messages are answered "
            "for urllib, http.client, urllib3, requests, httpx and aiohttp"
        )
    raise RealCallBlocked(
        f"a request to {where} was stopped: fakeaws_block_real_calls is on and no world is active; "
        "let the test use the `aws` fixture or mock_aws"
    )


def is_closed() -> bool:
    """Whether the gates are closed now."""
    return bool(stack) or Guarding.outside_worlds


def answered_otherwise(client: Any) -> bool:
    """Whether a call outside worlds will not reach the network, since moto or a Stubber answers it."""
    moto = sys.modules.get("moto.core.models")
    if moto is not None and moto.botocore_stubber.enabled:
        return True
    emitter = getattr(client.meta.events, "_emitter", None)
    trie = getattr(emitter, "_handlers", None)
    handlers = trie.prefix_search("before-call.service.Operation") if trie is not None else ()
    return any(type(getattr(handler, "__self__", None)).__module__ == "botocore.stub" for handler in handlers)


#: Classes that send, of whichever module, and the method that does.
_SENDERS = {"URLLib3Session": "send", "AIOHTTPSession": "send", "HttpxSession": "send", "CurlClient": "add_request"}


def gate(module: Any) -> None:
    """Place the gate on the HTTP sessions, or kombu's client of libcurl, of a module that has just been imported."""
    for name, method in _SENDERS.items():
        sender = getattr(module, name, None)
        if sender is not None:
            _gate(sender, method)


def check_host(host: Any) -> None:
    """Refuse the look-up of a name of AWS's."""
    if _is_aws(host):
        refuse(host.decode() if isinstance(host, bytes) else str(host))


def _is_aws(host: Any) -> bool:
    name = (host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)).lower().rstrip(".")
    return name in _METADATA or name in _AWS_DOMAINS or name.endswith(_AWS_ENDINGS)


def _gate(session_class: Any, method: str = "send") -> None:
    import wrapt

    def send(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
        if is_closed():
            request = args[0] if args else kwargs.get("request")
            refuse(str(getattr(request, "url", "an AWS endpoint")).partition("?")[0])
        return wrapped(*args, **kwargs)

    wrapt.wrap_function_wrapper(session_class, method, send)
