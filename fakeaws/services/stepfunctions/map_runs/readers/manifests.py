"""Manifests: objects that list other objects, whose items are meant."""

from __future__ import annotations

import csv
from typing import NamedTuple

from fakeaws.services.stepfunctions.language.json_text import JsonTextError, read_json
from fakeaws.services.stepfunctions.map_runs.readers.texts import NotReadable


class Place(NamedTuple):
    """An object in S3."""

    bucket: str
    key: str

    @property
    def source(self) -> str:
        """As ``$$.Map.Item.Source`` shows it."""
        return f"S3://{self.bucket}/{self.key}"


class Inventory(NamedTuple):
    """An S3 inventory: CSV files without headers, whose columns the manifest names."""

    files: list[Place]
    headers: list[str]


def inventory(text: str) -> Inventory:
    """``manifest.json`` of an S3 inventory."""
    try:
        manifest = read_json(text)
    except JsonTextError as error:
        raise NotReadable(error.message) from None
    try:
        form = manifest["fileFormat"]
        bucket = manifest["destinationBucket"].rpartition(":")[2]
        headers = [name.strip() for name in manifest["fileSchema"].split(",")]
        files = [Place(bucket, file["key"]) for file in manifest["files"]]
    except (KeyError, TypeError, AttributeError):
        raise NotReadable("The object is not a valid manifest of an S3 inventory.") from None
    if form != "CSV":
        raise NotReadable(f"The format {form} of the S3 inventory is not supported; it must be CSV.")
    return Inventory(files, headers)


def athena_files(text: str) -> list[Place]:
    """The manifest that Athena's UNLOAD writes: one S3 URI per line."""
    found = []
    for row in csv.reader(text.splitlines()):
        if not row:
            continue
        scheme, _, rest = row[0].strip().partition("://")
        bucket, _, key = rest.partition("/")
        if scheme.lower() != "s3" or not bucket or not key:
            raise NotReadable(f"The manifest has a line that is not the URI of an S3 object: {row[0]}")
        found.append(Place(bucket, key))
    return found
