"""Asks S3 for the objects that hold the items of a map run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions.map_runs.items import Item
from fakeaws.services.stepfunctions.map_runs.readers.csv_items import csv_items
from fakeaws.services.stepfunctions.map_runs.readers.json_items import json_items, json_lines
from fakeaws.services.stepfunctions.map_runs.readers.manifests import Place, athena_files, inventory
from fakeaws.services.stepfunctions.map_runs.readers.texts import NotReadable, text_of
from fakeaws.services.stepfunctions.map_runs.s3 import S3, refusal

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.language.definition.states import ItemReader
    from fakeaws.services.stepfunctions.language.json_text import Json

CSV = "CSV"
MANIFEST = "MANIFEST"


class Reads(Protocol):
    """Who wants the items."""

    def read(self, items: list[Item]) -> None:
        """All of them."""

    def not_read(self, cause: str) -> None:
        """States.ItemReaderFailed."""


class Reading:
    """One attempt to read all items: the object itself, or what it or a listing leads to, one object after the other."""

    def __init__(self, run: Reads, s3: S3, reader: ItemReader, parameters: Json, most: int) -> None:
        self._run = run
        self._s3 = s3
        self._reader = reader
        self._parameters: dict[str, Any] = parameters if isinstance(parameters, dict) else {}
        #: 0 is all.
        self._most = most
        self._items: list[Item] = []
        self._left: list[Place] = []
        self._headers: list[str] | None = None if reader.csv_header_location != "GIVEN" else list(reader.csv_headers)

    def begin(self) -> None:
        """Ask for the first of them."""
        if self._most < 0:
            self._run.not_read("field MaxItems must be positive")
        elif self._reader.action == "listObjectsV2":
            self._list(None)
        else:
            self._s3.ask("GetObject", self._parameters, self._got_first)

    def cancel(self) -> None:
        """What it asked for is not wanted any more."""
        self._s3.cancel()

    # -- a listing ---------------------------------------------------------------------------------------------------

    def _list(self, token: str | None) -> None:
        parameters = self._parameters if token is None else {**self._parameters, "ContinuationToken": token}
        self._s3.ask("ListObjectsV2", parameters, self._listed)

    def _listed(self, answer: Result | AwsError) -> None:
        if isinstance(answer, AwsError):
            self._run.not_read(refusal(answer))
            return
        contents, bucket = answer.get("Contents", []), str(self._parameters.get("Bucket"))
        flattens = self._reader.transformation == "LOAD_AND_FLATTEN"
        if flattens:
            self._left.extend(Place(bucket, each["Key"]) for each in contents)
        else:
            self._items.extend(Item(_described(each), f"S3://{bucket}") for each in contents)
        token = answer.get("NextContinuationToken")
        if token is not None and not (self._most and len(self._items) >= self._most):
            self._list(token)
        else:
            self._go_on()

    # -- objects -----------------------------------------------------------------------------------------------------

    def _got_first(self, answer: Result | AwsError) -> None:
        place = Place(str(self._parameters.get("Bucket")), str(self._parameters.get("Key")))
        text = self._text(answer)
        if text is None:
            return
        reader = self._reader
        try:
            if reader.manifest_type == "ATHENA_DATA" or (_is_manifest(reader) and not text.lstrip().startswith("{")):
                self._left = athena_files(text)
            elif _is_manifest(reader):
                self._left, self._headers = inventory(text)
            else:
                self._add(text, place)
        except NotReadable as error:
            self._run.not_read(error.cause)
            return
        self._go_on()

    def _got(self, answer: Result | AwsError, place: Place) -> None:
        text = self._text(answer)
        if text is None:
            return
        try:
            self._add(text, place)
        except NotReadable as error:
            self._run.not_read(error.cause)
            return
        self._go_on()

    def _text(self, answer: Result | AwsError) -> str | None:
        """None once the run knows that there is none."""
        if isinstance(answer, AwsError):
            self._run.not_read(refusal(answer))
            return None
        body = answer["Body"]
        try:
            return text_of(body if isinstance(body, bytes) else body.read())
        except NotReadable as error:
            self._run.not_read(error.cause)
            return None

    def _add(self, text: str, place: Place) -> None:
        still = self._most and self._most - len(self._items)
        self._items += items_of_text(self._reader, text, self._headers, place.source, still)

    def _go_on(self) -> None:
        """The next object, or the end."""
        enough = self._most and len(self._items) >= self._most
        if enough or not self._left:
            self._run.read(self._items[: self._most] if self._most else self._items)
            return
        place = self._left.pop(0)
        self._s3.ask("GetObject", {"Bucket": place.bucket, "Key": place.key}, self._got, place)


def items_of_text(reader: ItemReader, text: str, headers: Sequence[str] | None, source: str, most: int) -> list[Item]:
    """What an object holds, in the format that the reader names; ``headers`` and ``most``: see `csv_items`."""
    if reader.input_type == "JSON":
        return json_items(text, reader.items_pointer, source)
    if reader.input_type == "JSONL":
        return json_lines(text, source, most)
    return csv_items(text, headers, reader.csv_delimiter, source, most)


def _is_manifest(reader: ItemReader) -> bool:
    return reader.input_type == MANIFEST or reader.manifest_type is not None


def _described(listed: dict[str, Any]) -> Json:
    """An object of a listing as an item."""
    return {
        "Etag": listed["ETag"],
        "Key": listed["Key"],
        "LastModified": listed["LastModified"].timestamp(),
        "Size": listed["Size"],
        "StorageClass": listed.get("StorageClass", "STANDARD"),
    }
