"""Places the hooks when botocore or aiobotocore is imported; imports neither."""

from __future__ import annotations

from typing import Any

from fakeaws.simulation.import_hooks import when_imported
from fakeaws.simulation.patches import Patches
from fakeaws.simulation.stack import stack


class Guarding:
    """Whether the gates are in place, and whether AWS calls outside worlds are stopped, too (``fakeaws_block_real_calls``)."""

    installed = False
    outside_worlds = False


def install(table: Patches) -> None:
    """Ask to be called when what is wrapped is imported, at once if it is already; the first time it is called."""
    if Guarding.installed:
        return
    Guarding.installed = True

    def gate(module: Any) -> None:
        from fakeaws.intercept import guard

        guard.gate(module)

    when_imported("botocore.client", _hook_botocore)
    when_imported("aiobotocore.client", _hook_aiobotocore)
    when_imported("socket", lambda module: _gate_look_ups(table, module))
    from fakeaws.intercept import http_libraries

    http_libraries.install(table)
    for name in (
        "botocore.httpsession",
        "aiobotocore.httpsession",
        "aiobotocore.httpxsession",
        "kombu.asynchronous.http.curl",
    ):
        when_imported(name, gate)


def _gate_look_ups(table: Patches, module: Any) -> None:
    """Stand before name look-ups, which presigned URLs in other HTTP libraries end in."""
    real_getaddrinfo = module.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host and (stack or Guarding.outside_worlds):
            from fakeaws.intercept import guard

            guard.check_host(host)
        return real_getaddrinfo(host, *args, **kwargs)

    getaddrinfo.__doc__ = real_getaddrinfo.__doc__
    table.replace(module, "getaddrinfo", getaddrinfo)


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
    elif Guarding.outside_worlds:
        from fakeaws.intercept import guard

        if not guard.answered_otherwise(instance):
            meta = instance.meta
            guard.refuse(f"{meta.service_model.service_name}.{args[0] if args else ''} in {meta.region_name}")
    return wrapped(*args, **kwargs)
