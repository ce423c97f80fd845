"""ResultWriter: what became of the children, as objects in S3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions.executions.execution import SUCCEEDED
from fakeaws.services.stepfunctions.language.json_text import Json, write_json
from fakeaws.services.stepfunctions.map_runs.results import NONE, pending_record, transformed
from fakeaws.services.stepfunctions.map_runs.s3 import S3, refusal

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.failures import Failure
    from fakeaws.services.stepfunctions.language.definition.states import ResultWriter
    from fakeaws.services.stepfunctions.map_runs.map_run import MapRun

_JSONL = "JSONL"


class Writing:
    """The export of one map run: a file for each kind of end, then the manifest that lists them."""

    def __init__(self, run: MapRun, s3: S3, writer: ResultWriter, parameters: Json, failure: Failure | None) -> None:
        self._run = run
        self._s3 = s3
        self._writer = writer
        given: dict[str, Any] = parameters if isinstance(parameters, dict) else {}
        self.bucket = given.get("Bucket")
        prefix = str(given.get("Prefix") or "").strip("/")
        folder = f"{prefix}/{run.id}" if prefix else run.id
        if run.redrive_count:
            folder += f"/Redrive-{run.redrive_count}"
        self._folder = folder
        #: What the run ends with; its results are written anyway.
        self._failure = failure
        self._files: dict[str, list[dict[str, Json]]] = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
        self._left: list[tuple[str, list[Json]]] = []

    @property
    def details(self) -> Json:
        """The state's result."""
        return {
            "MapRunArn": self._run.arn,
            "ResultWriterDetails": {"Bucket": self.bucket, "Key": f"{self._folder}/manifest.json"},
        }

    def begin(self) -> None:
        """Write the first file."""
        ended = self._run.ended_children()
        good = [child for child in ended if child.status == SUCCEEDED]
        bad = [child for child in ended if child.status != SUCCEEDED]
        results = {
            "SUCCEEDED": transformed(good, self._writer.transformation),
            "FAILED": transformed(bad, NONE),
            "PENDING": [pending_record(value) for value in self._run.pending_inputs()],
        }
        self._left = [(kind, rows) for kind, rows in results.items() if rows]
        self._go_on()

    def _go_on(self) -> None:
        if not self._left:
            manifest = {
                "DestinationBucket": self.bucket,
                "MapRunArn": self._run.arn,
                "ResultFiles": self._files,
            }
            body = write_json(manifest).encode("utf-8", "replace")
            self._put(f"{self._folder}/manifest.json", body, self._finished)
            return
        kind, rows = self._left.pop(0)
        key = f"{self._folder}/{kind}_0.{self._writer.output_type.lower()}"
        body = self._text(rows).encode("utf-8", "replace")
        self._files[kind].append({"Key": key, "Size": len(body)})
        self._put(key, body, self._written)

    def _text(self, rows: list[Json]) -> str:
        if self._writer.output_type == _JSONL:
            return "\n".join(map(write_json, rows))
        return write_json(rows)

    def _put(self, key: str, body: bytes, then: Any) -> None:
        parameters = {"Bucket": self.bucket, "Key": key, "Body": body}
        self._s3.ask("PutObject", parameters, then)

    def _written(self, answer: Result | AwsError) -> None:
        if isinstance(answer, AwsError):
            self._run.not_written(refusal(answer), self._failure)
        else:
            self._go_on()

    def _finished(self, answer: Result | AwsError) -> None:
        if isinstance(answer, AwsError):
            self._run.not_written(refusal(answer), self._failure)
        else:
            self._run.written(self.details, self._failure)
