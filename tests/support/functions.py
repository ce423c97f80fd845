"""Lambda functions that only listen: they keep what they are invoked with, and refuse if told to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

from fakeaws import router
from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Call, Result, Service


@dataclass
class Heard:
    """Asynchronous invocations so far, and the errors that the next ones get, if any."""

    calls: list[Call] = field(default_factory=list)
    errors: list[AwsError] = field(default_factory=list)


class _Lambda(Service):
    name = "lambda"
    validates = False
    heard: ClassVar[Heard]

    def invoke(self, call: Call) -> Result:
        if self.heard.errors:
            raise self.heard.errors.pop(0)
        if call.params["InvocationType"] == "DryRun":
            return {"StatusCode": 204}
        self.heard.calls.append(call)
        return {"StatusCode": 202}


@contextmanager
def listening_functions() -> Iterator[Heard]:
    """In place of Lambda, as long as it lasts."""
    module, loaded = router.SERVICES.get("lambda"), router._classes.get("lambda")
    heard = _Lambda.heard = Heard()
    router.SERVICES["lambda"] = "fakeaws.services"
    router._classes["lambda"] = _Lambda
    try:
        yield heard
    finally:
        for table, before in ((router.SERVICES, module), (router._classes, loaded)):
            if before is None:
                del table["lambda"]  # type: ignore[attr-defined]
            else:
                table["lambda"] = before  # type: ignore[index]
