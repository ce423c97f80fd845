"""Code that the test registers, code in a zip, code in an image."""

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

    #: Of the zip as it came, in bytes; 0 where there is none.
    size: int
    #: SHA-256 of the zip, base 64.
    sha256: str
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
        self.size = 0
        self.sha256 = _sha256(b"")

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
        self.size = len(data)
        self.sha256 = _sha256(data)

    def unpacked(self, folders: Folders, runtime: str | None) -> Folder | None:
        if runtime is None or not runtime.startswith("python3."):
            raise _not_python(f"code for the runtime {runtime}")
        return folders.of(self)

    def load(self, handler: str | None) -> Handler:
        return find_handler(handler or "")


class ImageCode:
    """An image: it can be configured, but not run."""

    inherit_env = False

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self.size = 0
        self.sha256 = hashlib.sha256(uri.encode()).hexdigest()

    def unpacked(self, folders: Folders, runtime: str | None) -> Folder | None:
        raise _not_python(f"the image {self.uri}")

    def load(self, handler: str | None) -> Handler:
        raise _not_python(f"the image {self.uri}")


def _sha256(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def _not_python(what: str) -> NotSupportedError:
    return NotSupportedError(
        f"fakeaws runs Python functions only, not {what}; let a Python callable stand for it: "
        "aws.lambda_.register(name, handler)"
    )
