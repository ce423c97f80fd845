"""Places the hooks when botocore or aiobotocore is imported; imports neither."""

from __future__ import annotations

from typing import Any

from fakeaws.intercept import guard
from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.stack import stack


def install(table: Patches) -> None:
    """Ask to be called when the client modules are imported (at once if they are), and place the guard."""
    guard.install(table)
    when_imported("botocore.client", _hook_botocore)
    when_imported("botocore.httpsession", guard.gate_botocore_session)
    when_imported("aiobotocore.client", _hook_aiobotocore)
    when_imported("aiobotocore.httpsession", guard.gate_aiobotocore_session)
    when_imported("aiobotocore.httpxsession", guard.gate_aiobotocore_session)
    when_imported("kombu.asynchronous.http.curl", guard.gate_kombu_client)


def _hook_botocore(module: Any) -> None:
    import wrapt

    wrapt.wrap_function_wrapper(module, "BaseClient._make_api_call", _around_api_call)


def _hook_aiobotocore(module: Any) -> None:
    import wrapt

    wrapt.wrap_function_wrapper(module, "AioBaseClient._make_api_call", _around_api_call)


def _around_api_call(wrapped: Any, instance: Any, args: Any, kwargs: Any) -> Any:
    if stack:
        if "_fakeaws_hooked" not in instance.__dict__:
            from fakeaws.intercept.hooks import register

            instance._fakeaws_hooked = True
            register(instance)
    elif guard.Settings.block_outside_worlds and not guard.answered_otherwise(instance):
        meta = instance.meta
        guard.refuse(f"{meta.service_model.service_name}.{args[0] if args else ''} in {meta.region_name}")
    return wrapped(*args, **kwargs)
