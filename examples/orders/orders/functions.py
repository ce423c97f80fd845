"""The function that writes invoices: its zip, its configuration, and the mapping that feeds it from its queue."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from orders.clients import functions
from orders.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import FunctionConfigurationTypeDef

MODULES = ("__init__", "model", "invoices")
"""What the function imports of this package; boto3 is there in Lambda."""


def deploy_invoices(settings: Settings, *, queue_arn: str, letters_url: str) -> None:
    """Create the function, or give it its present code and configuration; then let the queue feed it."""
    name = settings.invoices_function
    _put_function(settings, letters_url)
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    if not functions.list_event_source_mappings(FunctionName=name, EventSourceArn=queue_arn)["EventSourceMappings"]:
        functions.create_event_source_mapping(
            FunctionName=name,
            EventSourceArn=queue_arn,
            BatchSize=settings.invoices_batch,
            FunctionResponseTypes=["ReportBatchItemFailures"],
        )


def _put_function(settings: Settings, letters_url: str) -> FunctionConfigurationTypeDef:
    name, code = settings.invoices_function, zipped()
    variables = {"LETTERS_QUEUE_URL": letters_url, "RENDERING_SECONDS": str(settings.rendering_seconds)}
    try:
        return functions.create_function(
            FunctionName=name,
            Runtime="python3.12",
            Handler="orders.invoices.handler",
            Role=settings.function_role,
            Timeout=settings.invoices_timeout_seconds,
            Environment={"Variables": variables},
            Code={"ZipFile": code},
        )
    except functions.exceptions.ResourceConflictException:  # it is there
        functions.update_function_code(FunctionName=name, ZipFile=code)
        functions.get_waiter("function_updated_v2").wait(FunctionName=name)
        return functions.update_function_configuration(
            FunctionName=name, Timeout=settings.invoices_timeout_seconds, Environment={"Variables": variables}
        )


def zipped() -> bytes:
    """The function's modules as a zip; the same bytes for the same code."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for module in MODULES:
            source = Path(__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
            archive.writestr(zipfile.ZipInfo(f"orders/{module}.py"), source)
    return content.getvalue()
