"""Zips of functions and layers: what is taken, and what is refused before anything of it is unpacked."""

from __future__ import annotations

import io
import os
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

#: All files of a function with those of its layers, in bytes.
MAX_UNZIPPED = 262_144_000

Kind: TypeAlias = Literal["unreadable", "too large", "climbs", "link", "duplicate"]


class BadCode(Exception):
    """A zip that is refused. ``kind``: why, for whoever finds AWS's words.

    - ``unreadable``: no zip, damaged, encrypted, or packed in a way that is not known here;
    - ``too large``: more than 262,144,000 bytes unzipped, with the layers;
    - ``climbs``: an entry's path is absolute or leads out of the folder;
    - ``link``: an entry is a link, a device, or anything else that is neither file nor folder;
    - ``duplicate``: two entries have one path, or a file is another's folder.
    """

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def unzipped_size(data: bytes, layers: Iterable[bytes] = ()) -> int:
    """Look through a function's zip; the bytes of all its files and of those of its layers' zips.

    Raises `BadCode`. Nothing is unpacked.
    """
    total = 0
    for each in (data, *layers):
        with _opened(each) as archive:
            entries = list(_entries(archive))
            total += sum(entry.file_size for entry, _ in entries)
            if total > MAX_UNZIPPED:
                raise BadCode("too large", f"{total} bytes unzipped; {MAX_UNZIPPED} are allowed")
            _check(archive)
    return total


def unpack(data: bytes, folder: str) -> None:
    """Put a zip's files into a folder; what is there under an equal name is replaced. Raises `BadCode`."""
    with _opened(data) as archive:
        for entry, path in _entries(archive):
            target = os.path.join(folder, *path.split("/"))
            if entry.is_dir():
                os.makedirs(target, exist_ok=True)
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            try:
                content = archive.read(entry)
            except _UNREADABLE as error:
                raise BadCode("unreadable", f"{entry.filename}: {error}") from None
            with open(target, "wb") as file:
                file.write(content)
            mode = entry.external_attr >> 16 & 0o777
            if mode:
                os.chmod(target, mode | 0o600)


_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE as error:
        raise BadCode("unreadable", str(error)) from None


def _check(archive: zipfile.ZipFile) -> None:
    try:
        broken = archive.testzip()
    except _UNREADABLE as error:
        raise BadCode("unreadable", str(error)) from None
    if broken is not None:
        raise BadCode("unreadable", f"{broken}: its checksum is another")


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Each entry with its path inside the folder: neither empty nor leading out."""
    folders: dict[str, None] = {}
    files: dict[str, None] = {}
    for entry in archive.infolist():
        name = entry.filename
        path = posixpath.normpath(name)
        _refuse_climbing(entry)
        form = stat.S_IFMT(entry.external_attr >> 16)
        if form not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise BadCode("link", f"{name} is neither a file nor a folder")
        if path == ".":
            continue
        parents = [path[:at] for at, letter in enumerate(path) if letter == "/"]
        if path in files or any(parent in files for parent in parents) or (not entry.is_dir() and path in folders):
            raise BadCode("duplicate", f"{name} is there twice")
        folders.update(dict.fromkeys(parents))
        (folders if entry.is_dir() else files)[path] = None
        yield entry, path


def _refuse_climbing(entry: zipfile.ZipInfo) -> None:
    for name in (entry.filename, entry.orig_filename):
        parts = name.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise BadCode("climbs", f"{name} leads out of the folder")
