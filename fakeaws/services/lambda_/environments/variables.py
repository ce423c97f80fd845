"""The environment variables of an execution environment.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from fakeaws.services.lambda_.environments.credentials import credentials
from fakeaws.simulation.variables import of_the_test

if TYPE_CHECKING:
    from fakeaws.services.lambda_.code import Folder
    from fakeaws.services.lambda_.functions import Version

#: Of the test's own: where programs and the user's files are, and what keeps boto3 from files that are not the world's.
_FROM_THE_TEST = ("PATH", "HOME", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_EC2_METADATA_DISABLED")


def variables_of(version: Version, folder: Folder | None, log_group: str, log_stream: str) -> dict[str, str]:
    """All of them: AWS's, over which go the function's own, except for those that AWS reserves."""
    own = of_the_test()
    configuration, function = version.configuration, version.function
    region = function.service.region
    inherited = own if version.code.inherit_env else {name: own[name] for name in _FROM_THE_TEST if name in own}
    variables = {
        **{name: text for name, text in inherited.items() if name != "AWS_SESSION_TOKEN"},
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": "/var/runtime",
        "_HANDLER": configuration.handler or "",
        "_X_AMZN_TRACE_ID": "",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime_of(version)}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001",
        "LAMBDA_TASK_ROOT": "/var/task" if folder is None else folder.task,
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": version.number,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(configuration.memory),
        "AWS_LAMBDA_LOG_GROUP_NAME": log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": log_stream,
        **credentials(version),
    }
    if configuration.logging.get("LogFormat") == "JSON":
        variables["AWS_LAMBDA_LOG_FORMAT"] = "JSON"
        variables["AWS_LAMBDA_LOG_LEVEL"] = configuration.logging.get("ApplicationLogLevel", "INFO")
    return {**variables, **(configuration.environment or {})}


def runtime_of(version: Version) -> str:
    """The configured runtime; for a callable without one, the Python that runs the test."""
    return version.configuration.runtime or f"python{sys.version_info[0]}.{sys.version_info[1]}"
