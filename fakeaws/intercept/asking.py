"""Calls that our services make to services that are not ours: the request a boto3 client would send, with moto's answer."""

from __future__ import annotations

from contextvars import ContextVar
from inspect import unwrap
from typing import Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result
from fakeaws.errors import ServiceNotMocked
from fakeaws.intercept import elsewhere
from fakeaws.intercept.environment import ACCESS_KEY, SECRET_KEY

#: The call that is on its way to moto.
_asked: ContextVar[Call | None] = ContextVar("fakeaws_asked", default=None)
#: By service and region. They know of no world, so every world has the same ones.
_clients: dict[tuple[str, str], Any] = {}


def answer(call: Call) -> Result:
    """The parsed answer, without ``ResponseMetadata``; raises `AwsError`, and `ServiceNotMocked` where nobody answers.

    Parameters that botocore refuses are a ValidationException, in botocore's words.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    elsewhere.prepare(call.world, call.service, call.operation)
    client = _client(call.service, call.region)
    if call.operation not in client.meta.service_model.operation_names:
        raise ServiceNotMocked(f"{call.service}.{call.operation}: the installed botocore knows no such operation")
    call.model = client.meta.service_model.operation_model(call.operation)
    reset = _asked.set(call)
    try:
        # Not what tracing libraries put around it: the application makes no call here.
        result: Result = unwrap(type(client)._make_api_call)(client, call.operation, dict(call.params))
    except ClientError as error:
        raise _refusal(error.response) from None
    except BotoCoreError as error:
        raise AwsError("ValidationException", str(error)) from None
    except (NotImplementedError, ImportError) as error:
        raise ServiceNotMocked(f"{call.service}.{call.operation}: moto does not have it ({error})") from None
    finally:
        _asked.reset(reset)
    result.pop("ResponseMetadata", None)
    return result


def _client(service: str, region: str) -> Any:
    client = _clients.get((service, region))
    if client is None:
        client = _clients[service, region] = _new_client(service, region)
    return client


def _new_client(service: str, region: str) -> Any:
    from botocore.config import Config
    from botocore.exceptions import UnknownServiceError
    from botocore.session import Session

    options: dict[str, Any] = {"retries": {"total_max_attempts": 1}, "ignore_configured_endpoint_urls": True}
    try:
        client = Session().create_client(
            service, region, aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY, config=Config(**options)
        )
    except UnknownServiceError:
        raise ServiceNotMocked(f"the installed botocore knows no service {service!r}") from None
    elsewhere.take_over_moto(client.meta.events)
    client.meta.events.register_first("before-send", _before_send)
    return client


def _before_send(request: Any, event_name: str = "", **kwargs: Any) -> Any:
    call = _asked.get()
    assert call is not None
    response = call.world.moto.answer(event_name, request, call.caller.account)
    if response is None:
        raise ServiceNotMocked(f"{call.service}.{call.operation}: neither fakeaws nor moto has it")
    return response


def _refusal(response: Any) -> AwsError:
    said = response.get("Error", {})
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
    fields = {name: value for name, value in response.items() if name not in ("Error", "ResponseMetadata")}
    return AwsError(
        said.get("Code", "Unknown"),
        said.get("Message", ""),
        status,
        "Receiver" if status >= 500 else "Sender",
        fields=fields,
    )
