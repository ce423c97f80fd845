"""Who may invoke a function: its policy, judged for other accounts and for AWS services."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING

from fakeaws.aws.policies import Request, allow_statement, evaluate
from fakeaws.aws.policies.calls import request_of
from fakeaws.aws.service import Call
from fakeaws.errors import MissingPolicyWarning
from fakeaws.services.lambda_ import errors
from fakeaws.services.lambda_.code import ForeignCode

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function
    from fakeaws.services.lambda_.operations.base import Resolved


def check_invoke(call: Call, resolved: Resolved) -> None:
    """Raise AWS's refusal unless the caller may invoke the function as it was named; ours, if its code cannot run here.

    Users and roles of the function's own account may, unless its policy denies it. Everybody else needs the policy of
    exactly what is invoked: the function, the alias or the version. Where that has none and ``policies="attached"``, AWS
    services are let in for resources of the same account, with a warning.
    """
    check(call, resolved.version.function, resolved.qualifier, resolved.invoked_arn, "InvokeFunction")
    code = resolved.version.code
    if isinstance(code, ForeignCode):
        raise code.refusal()


def check(
    call: Call, function: Function, qualifier: str, arn: str, action: str, url_auth_type: str | None = None
) -> None:
    """`check_invoke` for any action; ``qualifier`` is "" for the function itself, ``url_auth_type`` a function URL's."""
    policies = call.world.policies
    if policies == "off":
        return
    caller = call.caller
    at_home = caller.account == function.service.account
    trusted = at_home and caller.service is None and not caller.is_anonymous
    policy = function.policies.get(qualifier)
    if policy is None and trusted:
        return
    if policy is not None:
        decision = evaluate((policy.document,), _request(call, arn, action, url_auth_type))
        if decision.allowed or (trusted and not decision.explicit_deny):
            return
        raise errors.not_authorized(_who(call), action, arn, denied=decision.explicit_deny)
    if at_home and caller.service is not None and policies == "attached":
        _warn(call, function, qualifier, arn, action)
        return
    raise errors.not_authorized(_who(call), action, arn)


def _who(call: Call) -> str:
    return call.caller.service or call.caller.arn


def _request(call: Call, arn: str, action: str, url_auth_type: str | None) -> Request:
    keys = {} if url_auth_type is None else {"lambda:FunctionUrlAuthType": url_auth_type}
    return request_of(call, f"lambda:{action}", arn, keys)


def _warn(call: Call, function: Function, qualifier: str, arn: str, action: str) -> None:
    caller = call.caller
    assert caller.service is not None
    key = (caller.service, caller.source_arn)
    if key in function.warned:
        return
    function.warned.add(key)
    name = caller.service.split(".")[0]
    statement = allow_statement(f"{action}By{name}", caller.service, f"lambda:{action}", arn, caller.source_arn)
    asked = (
        f"FunctionName={function.name!r}, StatementId={name!r}, Action='lambda:{action}', Principal={caller.service!r}"
    )
    if qualifier:
        asked += f", Qualifier={qualifier!r}"
    if caller.source_arn is not None:
        asked += f", SourceArn={caller.source_arn!r}"
    warnings.warn(
        f"function {function.name} has no policy, so AWS would refuse {caller.service} to invoke it on behalf of "
        f"{caller.source_arn or 'anybody'}: add_permission({asked}). The statement: {json.dumps(statement)}",
        MissingPolicyWarning,
        stacklevel=2,
    )


def warn_of_url(function: Function, qualifier: str, arn: str) -> None:
    """Of a public URL whose function has no policy, which AWS answers with 403."""
    key = ("*", arn)
    if key in function.warned:
        return
    function.warned.add(key)
    asked = (
        f"FunctionName={function.name!r}, StatementId='public-url', Action='lambda:InvokeFunctionUrl', Principal='*'"
    )
    if qualifier:
        asked += f", Qualifier={qualifier!r}"
    warnings.warn(
        f"function {function.name} has a URL with AuthType NONE and no policy, so AWS would answer 403: "
        f"add_permission({asked}, FunctionUrlAuthType='NONE')",
        MissingPolicyWarning,
        stacklevel=2,
    )
