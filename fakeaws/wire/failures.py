"""An AWS error on its way to the wire, before a protocol gives it a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from botocore.model import OperationModel, StructureShape

__all__ = ["WireFailure"]


@dataclass(frozen=True, slots=True)
class WireFailure:
    """What an error says, as boto3 users see it in ``ClientError.response``.

    - ``code``: ``Error.Code``; ``message``: ``Error.Message`` (``None`` or empty: the service sends no text);
    - ``fault``: ``Error.Type``, ``Sender`` or ``Receiver``;
    - ``query_code``: ``Error.QueryErrorCode``, the shape's name in services that once spoke the query
      protocol (SQS, CloudWatch), told only in the protocols that came after it; ``None`` elsewhere, and then
      boto3 shows neither it nor ``Error.Type``;
    - ``fields``: the error's further members by their model names; what the model does not know stays out,
      because botocore could not show it.
    """

    operation: OperationModel
    code: str
    message: str | None
    status: int
    fault: str
    query_code: str | None
    fields: Mapping[str, Any]
    request_id: str

    @property
    def shape(self) -> StructureShape | None:
        """The modelled error, or ``None``: many errors of AWS are in no model."""
        # Errors are structures in every model; botocore's types only say that they are shapes.
        modelled = cast("list[StructureShape]", self.operation.service_model.error_shapes)
        if self.query_code:
            named = next((each for each in modelled if each.name == self.query_code), None)
            if named is not None:
                return named
        declared = [*cast("list[StructureShape]", self.operation.error_shapes), *modelled]
        by_code = next((each for each in declared if each.error_code == self.code), None)
        return by_code or next((each for each in declared if each.name == self.code), None)

    @property
    def type_name(self) -> str:
        """``__type`` in the body: the shape's full name where two codes are told, else the code."""
        if self.query_code is None:
            return self.code
        namespace = str(self.operation.service_model.service_id).replace(" ", "").lower()
        return f"com.amazonaws.{namespace}#{self.query_code}"

    @property
    def query_headers(self) -> dict[str, str]:
        """``x-amzn-query-error``, from which botocore takes ``Error.Code`` and ``Error.Type``."""
        if self.query_code is None:
            return {}
        return {"x-amzn-query-error": f"{self.code};{self.fault}"}

    @property
    def message_member(self) -> str:
        """The model's name for the text: ``message`` or ``Message``, as the shape has it."""
        shape = self.shape
        names = list(shape.members) if shape is not None else []
        return next((name for name in names if name.lower() == "message"), "message")
