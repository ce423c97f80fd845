"""Function URLs: HTTP requests that invoke a function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fakeaws.services.lambda_ import times

if TYPE_CHECKING:
    from fakeaws.services.lambda_.functions import Function

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


class FunctionUrl:
    """The URL of a function, or of the alias ``qualifier`` ("" for the function itself)."""

    def __init__(self, function: Function, qualifier: str) -> None:
        service = function.service
        self.function = function
        self.qualifier = qualifier
        bits = int(service.new_id().replace("-", ""), 16)
        self.id = "".join(_LETTERS[bits >> 5 * place & 31] for place in range(24))
        #: Whether everybody is let in, whatever the policies say.
        self.open = False
        self.auth_type = "AWS_IAM"
        self.cors: dict[str, Any] | None = None
        self.invoke_mode = "BUFFERED"
        self.created_us = self.modified_us = service.world.wall_us

    @classmethod
    def of_nobody(cls, function: Function) -> FunctionUrl:
        """What stands for the URL of a function that was not given one."""
        url = cls.__new__(cls)
        url.function, url.qualifier, url.id = function, "", "test"
        url.auth_type, url.cors, url.invoke_mode, url.open = "NONE", None, "BUFFERED", True
        url.created_us = url.modified_us = 0
        return url

    @property
    def host(self) -> str:
        """``….lambda-url.us-east-1.on.aws``."""
        return f"{self.id}.lambda-url.{self.function.service.region}.on.aws"

    @property
    def arn(self) -> str:
        return f"{self.function.arn}:{self.qualifier}" if self.qualifier else self.function.arn

    def change(self, params: Mapping[str, Any]) -> None:
        """Take the parameters of CreateFunctionUrlConfig or UpdateFunctionUrlConfig; an empty ``Cors`` clears it."""
        self.auth_type = params.get("AuthType") or self.auth_type
        self.invoke_mode = params.get("InvokeMode") or self.invoke_mode
        if params.get("Cors") is not None:
            self.cors = dict(params["Cors"]) or None
        self.modified_us = self.function.service.world.wall_us

    def members(self) -> dict[str, Any]:
        """As the model's ``FunctionUrlConfig``."""
        return {
            "FunctionUrl": f"https://{self.host}/",
            "FunctionArn": self.arn,
            "AuthType": self.auth_type,
            **({} if self.cors is None else {"Cors": self.cors}),
            "CreationTime": times.text(self.created_us),
            "LastModifiedTime": times.text(self.modified_us),
            "InvokeMode": self.invoke_mode,
        }
