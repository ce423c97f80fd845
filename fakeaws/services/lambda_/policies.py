"""Resource policies of functions, aliases, versions and layer versions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import partition_of
from fakeaws.aws.policies import MalformedPolicy, PolicyDocument, parse_policy
from fakeaws.services.lambda_ import errors

if TYPE_CHECKING:
    from fakeaws.services.lambda_.operations.base import LambdaBase

POLICY_BYTES = 20_480

_ACCOUNT = re.compile(r"\d{12}")
_SERVICE = re.compile(r"[a-z0-9.-]+\.(?:amazonaws\.com(?:\.cn)?|amazon\.com)")
_ARN = re.compile(r"arn:[a-z-]+:(?:iam|sts)::\d{12}:.+")


class ResourcePolicy:
    """Statements in the order in which they were added. There is none where no statement is left."""

    def __init__(self, service: LambdaBase, content: Mapping[str, Any] | None = None) -> None:
        self._service = service
        self.content: dict[str, Any] = dict(content or {"Version": "2012-10-17", "Id": "default", "Statement": []})
        self.revision = service.new_id()
        self._parsed: PolicyDocument | None = None

    @property
    def statements(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.content["Statement"]
        return found

    @property
    def text(self) -> str:
        return _compact(self.content)

    @property
    def document(self) -> PolicyDocument:
        """Ready to judge by."""
        if self._parsed is None:
            self._parsed = parse_policy(self.content)
        return self._parsed

    def has(self, sid: str) -> bool:
        return any(statement.get("Sid") == sid for statement in self.statements)

    def add(self, statement: Mapping[str, Any]) -> None:
        """Raises AWS's refusal of a label that there is, or of a policy that would be too long."""
        sid = statement["Sid"]
        if self.has(sid):
            raise errors.conflict(
                f"The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the "
                "existing statement."
            )
        content = {**self.content, "Statement": [*self.statements, dict(statement)]}
        if len(_compact(content).encode()) > POLICY_BYTES:
            raise errors.policy_too_long()
        self._replace(content)

    def remove(self, sid: str) -> None:
        """Raises AWS's refusal where there is no such statement."""
        if not self.has(sid):
            raise errors.not_found(f"Statement {sid} is not found in resource policy.")
        left = [statement for statement in self.statements if statement.get("Sid") != sid]
        self._replace({**self.content, "Statement": left})

    def _replace(self, content: dict[str, Any]) -> None:
        self.content = content
        self.revision = self._service.new_id()
        self._parsed = None


def statement_of(params: Mapping[str, Any], resource: str, region: str) -> dict[str, Any]:
    """The statement that AddPermission or AddLayerVersionPermission adds; raises AWS's refusal of a principal."""
    conditions: dict[str, dict[str, str]] = {}

    def condition(operator: str, key: str, parameter: str) -> None:
        if params.get(parameter) is not None:
            value = params[parameter]
            text = ("true" if value else "false") if isinstance(value, bool) else str(value)
            conditions.setdefault(operator, {})[key] = text

    condition("StringEquals", "AWS:SourceAccount", "SourceAccount")
    condition("StringEquals", "lambda:EventSourceToken", "EventSourceToken")
    condition("StringEquals", "lambda:FunctionUrlAuthType", "FunctionUrlAuthType")
    condition("StringEquals", "aws:PrincipalOrgID", "PrincipalOrgID")
    condition("StringEquals", "aws:PrincipalOrgID", "OrganizationId")
    condition("Bool", "lambda:InvokedViaFunctionUrl", "InvokedViaFunctionUrl")
    condition("ArnLike", "AWS:SourceArn", "SourceArn")
    return {
        "Sid": params["StatementId"],
        "Effect": "Allow",
        "Principal": _principal(params["Principal"], region),
        "Action": params["Action"],
        "Resource": resource,
        **({"Condition": conditions} if conditions else {}),
    }


def given_policy(service: LambdaBase, text: str) -> ResourcePolicy:
    """The policy that PutResourcePolicy puts there; raises AWS's refusals."""
    if len(text.encode()) > POLICY_BYTES:
        raise errors.policy_too_long()
    try:
        parse_policy(text)
    except MalformedPolicy as error:
        raise errors.invalid(f"The policy is not valid: {error.reason}") from None
    content = json.loads(text)
    if isinstance(content["Statement"], dict):
        content["Statement"] = [content["Statement"]]
    return ResourcePolicy(service, content)


def json_of(statement: Mapping[str, Any]) -> str:
    """A statement as AddPermission answers it."""
    return _compact(statement)


def _principal(text: str, region: str) -> Any:
    if text == "*":
        return "*"
    if _ACCOUNT.fullmatch(text):
        return {"AWS": f"arn:{partition_of(region)}:iam::{text}:root"}
    if _ARN.fullmatch(text):
        return {"AWS": text}
    if _SERVICE.fullmatch(text):
        return {"Service": text}
    raise errors.invalid("The provided principal was invalid. Please check the principal and try again.")


def _compact(part: Mapping[str, Any]) -> str:
    return json.dumps(part, separators=(",", ":"))
