"""Where a world's zips lie unpacked: beneath the system's temporary directory, until the world is left."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING

from fakeaws.services.lambda_.code.archives import unpack
from fakeaws.simulation.actors import local

if TYPE_CHECKING:
    from fakeaws.services.lambda_.code.kinds import ZipCode

#: What the two folders are called in Lambda.
TASK, OPT = "/var/task", "/opt"


class Folder:
    """One zip and its layers, unpacked: ``task`` stands for ``/var/task``, ``opt`` for ``/opt``."""

    def __init__(self, root: str) -> None:
        self.task = os.path.join(root, "task")
        self.opt = os.path.join(root, "opt")

    def search_path(self, python: str) -> list[str]:
        """Where modules are looked for first; ``python``: the runtime's name, such as ``python3.12``."""
        opt = os.path.join(self.opt, "python")
        return [self.task, os.path.join(opt, "lib", python, "site-packages"), opt]

    def as_in_lambda(self, text: str) -> str:
        """The text with the names that the folders have in Lambda: what is told must not depend on the machine."""
        return text.replace(self.task, TASK).replace(self.opt, OPT)

    def path_in_lambda(self, path: str) -> str | None:
        """The path of a file in one of the folders as it is in Lambda; ``None`` for any other file."""
        for folder, name in ((self.task, TASK), (self.opt, OPT)):
            if path.startswith(folder + os.sep):
                return f"{name}/{PurePath(path).relative_to(folder).as_posix()}"
        return None


class Folders:
    """All that a service has unpacked. A copied world unpacks its own."""

    def __init__(self) -> None:
        self._root: str | None = None
        self._folders: dict[ZipCode, Folder] = {}

    def __deepcopy__(self, memo: dict[int, object]) -> Folders:
        return Folders()

    def of(self, code: ZipCode) -> Folder:
        """The code's folder; unpacked when it is asked for first."""
        folder = self._folders.get(code)
        if folder is None:
            folder = self._folders[code] = self._unpacked(code.data, code.layers)
        return folder

    def _unpacked(self, data: bytes, layers: Iterable[bytes]) -> Folder:
        if self._root is None:
            self._root = os.path.realpath(_temporary_directory())
        folder = Folder(os.path.join(self._root, str(len(self._folders))))
        os.makedirs(folder.task)
        os.makedirs(folder.opt)
        unpack(data, folder.task)
        for layer in layers:
            unpack(layer, folder.opt)
        return folder

    def close(self) -> None:
        """Remove everything."""
        root, self._root = self._root, None
        self._folders = {}
        if root is None:
            return
        shutil.rmtree(root, ignore_errors=True)
        for path in [path for path in sys.path_importer_cache if path.startswith(root)]:
            del sys.path_importer_cache[path]
        linecache = sys.modules.get("linecache")
        if linecache is not None:
            linecache.checkcache()


def _temporary_directory() -> str:
    """Its name is really random: nothing is drawn from what the world gives to the application."""
    actor, local.actor = local.actor, None
    try:
        return tempfile.mkdtemp(prefix="fakeaws-lambda-")
    finally:
        local.actor = actor
