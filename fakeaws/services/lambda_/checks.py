"""What AWS asks of a configuration beyond the model's constraints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from fakeaws.errors import NotSupportedError
from fakeaws.services.lambda_ import errors

RUNTIMES = (
    *(f"python3.{minor}" for minor in range(8, 15)),
    *(f"nodejs{major}.x" for major in range(16, 26, 2)),
    "java8.al2",
    *(f"java{major}" for major in (11, 17, 21, 25)),
    *(f"dotnet{major}" for major in (6, 8, 10)),
    *(f"ruby3.{minor}" for minor in range(2, 5)),
    "provided.al2",
    "provided.al2023",
)

RETIRED_RUNTIMES = (
    *("nodejs", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x"),
    *("python2.7", "python3.6", "python3.7"),
    *("java8", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet5.0", "dotnet7"),
    *("ruby2.5", "ruby2.7", "go1.x", "provided"),
)

#: Names that Lambda itself sets.
RESERVED_VARIABLES = (
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
)

ENVIRONMENT_BYTES = 4096
LAYERS = 5

#: Parameter → its name in texts, the highest that a function outside managed instances may have.
_HIGHEST = {"Timeout": ("timeout", 900), "MemorySize": ("memorySize", 10_240)}
_STORAGE = 10_240

_NOT_HERE = ("CapacityProviderConfig", "DurableConfig", "PublishTo")


def refuse_what_is_not_here(params: Mapping[str, Any]) -> None:
    """Raise `NotSupportedError` for parameters of managed instances and durable functions."""
    for name in _NOT_HERE:
        if params.get(name) is not None:
            raise NotSupportedError(f"lambda: {name} is not supported by fakeaws")


def check_settings(params: Mapping[str, Any], account: str) -> None:
    """Raise AWS's refusal of parameters of CreateFunction or UpdateFunctionConfiguration."""
    refuse_what_is_not_here(params)
    for name, (place, highest) in _HIGHEST.items():
        if (params.get(name) or 0) > highest:
            raise errors.broken_constraint(
                params[name], place, f"Member must have value less than or equal to {highest}"
            )
    size = (params.get("EphemeralStorage") or {}).get("Size", 0)
    if size > _STORAGE:
        words = f"Member must have value less than or equal to {_STORAGE}"
        raise errors.broken_constraint(size, "ephemeralStorage.size", words)
    role = params.get("Role")
    if role is not None and role.split(":")[4] != account:
        raise errors.access_denied("Cross-account pass role is not allowed.")
    runtime = params.get("Runtime")
    if runtime is not None:
        _check_runtime(runtime)
    _check_environment((params.get("Environment") or {}).get("Variables") or {})
    if len(params.get("Layers") or ()) > LAYERS:
        raise errors.invalid(f"Cannot reference more than {LAYERS} layers.")


def check_layer_runtimes(runtimes: Iterable[str], place: str) -> None:
    """Raise AWS's refusal of runtimes that a layer is for."""
    known = (*RUNTIMES, *RETIRED_RUNTIMES)
    for runtime in runtimes:
        if runtime not in known:
            words = f"Member must satisfy enum value set: [{', '.join(known)}]"
            raise errors.broken_constraint(runtime, place, words)


def _check_runtime(runtime: str) -> None:
    if runtime in RETIRED_RUNTIMES:
        raise errors.invalid(
            f"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. "
            "We recommend you use a supported runtime while creating or updating functions."
        )
    if runtime not in RUNTIMES:
        raise errors.invalid(
            f"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
            f"[{', '.join(RUNTIMES)}] or be a valid ARN"
        )


def _check_environment(variables: Mapping[str, str]) -> None:
    reserved = [name for name in variables if name in RESERVED_VARIABLES]
    if reserved:
        raise errors.invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            "provided contains reserved keys that are currently not supported for modification. "
            f"Reserved keys used in this request: {', '.join(reserved)}"
        )
    measured = json.dumps(dict(variables), separators=(",", ":"), ensure_ascii=False)
    if len(measured.encode()) > ENVIRONMENT_BYTES:
        raise errors.invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have "
            f"provided exceeded the 4KB limit. String measured: {measured}"
        )
