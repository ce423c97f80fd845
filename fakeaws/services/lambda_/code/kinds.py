"""Code that the test registers, code in a zip, code that cannot run here."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeAlias

from fakeaws.errors import NotSupportedError
from fakeaws.services.lambda_.code.archives import unzipped_size
from fakeaws.services.lambda_.code.folders import Folder, Folders
from fakeaws.services.lambda_.code.handlers import find_handler

#: ``handler(event, context)``.
Handler: TypeAlias = Callable[[Any, Any], Any]


class Code(Protocol):
    """Code of a version. It does not change: other code is another object."""

    #: Whether the test's own environment variables reach it.
    inherit_env: bool

    def unpacked(self, folders: Folders, runtime: str | None) -> Folder | None:
        """Where its files lie, for a new environment; ``None`` if it has none.

        Raises `NotSupportedError` if it cannot run here.
        """
        ...

    def load(self, handler: str | None) -> Handler:
        """The handler, by its configured name: once for each environment, as its cold start, in its surroundings.

        Raises what the module raises, or a `Fault`.
        """
        ...


class RegisteredCode:
    """A callable of the test's stands for the code, whatever the runtime."""

    def __init__(self, handler: Handler, *, inherit_env: bool = False) -> None:
        self.handler = handler
        self.inherit_env = inherit_env

    def unpacked(self, folders: Folders, runtime: str | None) -> Folder | None:
        return None

    def load(self, handler: str | None) -> Handler:
        return self.handler


class ZipCode:
    """Python source in a zip, with the zips of its layers in their order. Raises `BadCode` for what is refused."""

    inherit_env = False

    def __init__(self, data: bytes, layers: Iterable[bytes] = ()) -> None:
        self.data = data
        self.layers = tuple(layers)
        #: Of all files, with the layers', in bytes.
        self.unzipped_size = unzipped_size(data, self.layers)
        #: Of the function's zip as it came, in bytes, and its SHA-256 in base 64.
        self.size = len(data)
        self.sha256 = base64.b64encode(hashlib.sha256(data).digest()).decode()

    def unpacked(self, folders: Folders, runtime: str | None) -> Folder | None:
        if runtime is None or not runtime.startswith("python3."):
            raise _refusal("this function", f"its runtime is {runtime}")
        return folders.of(self)

    def load(self, handler: str | None) -> Handler:
        return find_handler(handler or "")


class ForeignCode:
    """Code that cannot run in the test's process, such as an image; ``why`` completes "cannot run in fakeaws: …"."""

    inherit_env = False

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        self.why = why

    def unpacked(self, folders: Folders, runtime: str | None) -> Folder | None:
        raise self.refusal()

    def load(self, handler: str | None) -> Handler:
        raise self.refusal()

    def refusal(self) -> NotSupportedError:
        """What whoever invokes the function is told."""
        return _refusal(f"function {self.name}", self.why)


def _refusal(what: str, why: str) -> NotSupportedError:
    return NotSupportedError(
        f"{what} cannot run in fakeaws: {why}; aws.lambda_.register(name, handler) lets a Python callable stand for it"
    )
