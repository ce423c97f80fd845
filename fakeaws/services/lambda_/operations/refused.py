"""Operations that Lambda has and fakeaws does not, with the reasons."""

from __future__ import annotations

_CODE_SIGNING = "there are no signatures, so no code is checked for one"
_CAPACITY = "there are no managed instances"
_DURABLE = "there are no durable executions"

REFUSED = {
    **dict.fromkeys(
        (
            "CreateCodeSigningConfig",
            "DeleteCodeSigningConfig",
            "DeleteFunctionCodeSigningConfig",
            "GetCodeSigningConfig",
            "GetFunctionCodeSigningConfig",
            "ListCodeSigningConfigs",
            "ListFunctionsByCodeSigningConfig",
            "PutFunctionCodeSigningConfig",
            "UpdateCodeSigningConfig",
        ),
        _CODE_SIGNING,
    ),
    **dict.fromkeys(
        (
            "CreateCapacityProvider",
            "DeleteCapacityProvider",
            "GetCapacityProvider",
            "GetFunctionScalingConfig",
            "ListCapacityProviders",
            "ListFunctionVersionsByCapacityProvider",
            "PutFunctionScalingConfig",
            "UpdateCapacityProvider",
        ),
        _CAPACITY,
    ),
    **dict.fromkeys(
        (
            "CheckpointDurableExecution",
            "GetDurableExecution",
            "GetDurableExecutionHistory",
            "GetDurableExecutionState",
            "ListDurableExecutionsByFunction",
            "SendDurableExecutionCallbackFailure",
            "SendDurableExecutionCallbackHeartbeat",
            "SendDurableExecutionCallbackSuccess",
            "StopDurableExecution",
        ),
        _DURABLE,
    ),
}
