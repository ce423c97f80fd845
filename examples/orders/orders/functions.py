"""Functions: their zip, their configuration, and the mapping that feeds the one that writes invoices."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from orders.clients import functions
from orders.settings import Settings

MODULES = ("__init__", "model")
"""What each function imports of this package; boto3 is there in Lambda."""


def deploy_invoices(settings: Settings, *, queue_arn: str, letters_url: str) -> None:
    """Create the function, or give it its present code and configuration; then let the queue feed it."""
    name = settings.invoices_function
    variables = {"LETTERS_QUEUE_URL": letters_url, "RENDERING_SECONDS": str(settings.rendering_seconds)}
    put_function(name, "invoices", settings.function_role, settings.invoices_timeout_seconds, variables)
    if not functions.list_event_source_mappings(FunctionName=name, EventSourceArn=queue_arn)["EventSourceMappings"]:
        functions.create_event_source_mapping(
            FunctionName=name,
            EventSourceArn=queue_arn,
            BatchSize=settings.invoices_batch,
            FunctionResponseTypes=["ReportBatchItemFailures"],
        )


def put_function(name: str, module: str, role: str, timeout: int, variables: Mapping[str, str]) -> str:
    """Create a function of `orders.<module>.handler`, or give it its present code and configuration. Returns its ARN."""
    code = zipped(module)
    try:
        created = functions.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Handler=f"orders.{module}.handler",
            Role=role,
            Timeout=timeout,
            Environment={"Variables": variables},
            Code={"ZipFile": code},
        )
    except functions.exceptions.ResourceConflictException:  # it is there
        functions.update_function_code(FunctionName=name, ZipFile=code)
        functions.get_waiter("function_updated_v2").wait(FunctionName=name)
        created = functions.update_function_configuration(
            FunctionName=name, Timeout=timeout, Environment={"Variables": variables}
        )
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    arn: str = created["FunctionArn"]
    return arn


def zipped(module: str) -> bytes:
    """The function's modules as a zip; the same bytes for the same code."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for each in (*MODULES, module):
            source = Path(__file__).with_name(f"{each}.py").read_text(encoding="utf-8")
            archive.writestr(zipfile.ZipInfo(f"orders/{each}.py"), source)
    return content.getvalue()
