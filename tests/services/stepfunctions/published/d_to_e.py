"""The workflows from D to E."""

from __future__ import annotations

import json
from typing import Any

from .runs import Fails, Run, in_turn, payload

_OBJECTS = {"Objects": [{"Bucket": "pictures", "Key": "1.jpg"}, {"Bucket": "pictures", "Key": "2.jpg"}]}
_ATTRIBUTES = {"StorageClass": "STANDARD", "ObjectSize": 1024, "LastModified": "2026-01-05T00:00:00Z"}
_LABELS = {"Labels": [{"Name": "Cat"}]}
_OF_OBJECT = " > Parallel > GetObjectAttributes > DetectLabels > DynamoDB PutItem"

_DATA_PROCESSING = (
    Run(
        "IterateS3Objects" + _OF_OBJECT * 2,
        {"GetObjectAttributes": _ATTRIBUTES, "DetectLabels": _LABELS},
        _OBJECTS,
    ),
    Run("IterateS3Objects", {}, {"Objects": []}),
)

_EXTRACTING = "Assign variables > Iterate states"
_TASK = {"locationId": "l1", "taskId": "t1", "taskToken": "x" * 64}
_PAGE = {"resultCount": 400, "offset": 400, "csvContent": [{"status": "failed"}]}
_LAST_PAGE = {"resultCount": 1, "offset": 401, "csvContent": [{"status": "failed"}]}
_NO_PAGE: dict[str, Any] = {"resultCount": 0, "offset": 0, "csvContent": []}
_FETCHED = " > Get Data > Data count > PutObject > Check pagination"

_CHILD = {"locationId": "l1", "dataType": "failed", "limit": 400, "offset": 0, "childTaskToken": "x" * 64}
_ROWS = [{"resourceKey": "K1", "state": "failed", "errors": [{"message": 'no "stock"'}]}]

_AGGREGATION = {"task_id": "t1", "task_sort_key": "2026"}
_LOCATIONS = {"Items": [{"location_id": {"S": "l1"}}, {"location_id": {"S": "l2"}}]}
_AGGREGATING = "Initiate variables > Get Third-party locations > Iterate Containers > Combine Part Files"
_LOOK = " > Wait for the status > Has Job Finish > Has Job succeeded"


def _summary(failed: int) -> dict[str, Any]:
    return {"ResponseBody": {"states": {"failed": failed, "rejected": 0}}}


def _job(state: str) -> dict[str, Any]:
    return {"JobRun": {"Id": "jr_1", "JobRunState": state}}


_CSV = "Content,VideoPublishTime,VideoTitle,Views\nc1,2026-01-01,First,10\nc2,2026-01-02,Second,20\n"
_ROW = {"StatePayload": {"Content": "c1", "VideoPublishTime": "2026-01-01", "VideoTitle": "First", "Views": "10"}}
_FILE = {"BucketName": "videos", "FileKey": "metrics.csv"}

_SAMPLES = {"bucket_name": "samples", "inputprefix": "in/"}
_SIMULATION = "Monte Carlo Simulation - (Distributed Map)"

_UPLOAD = {"detail": {"requestParameters": {"key": "film.mp4", "bucketName": "films"}}}
_CHUNKS = [{"start": 0}, {"start": 30}]
_CHUNKING = "Tidy paload for manual run > calculate how many gif chunks > Save Chunks JSON to S3 > File Analysis"

_SCAN = {"Items": [{"id": {"S": "1"}}]}
_SCANNED = " > Iterate through items > Update record > Add record to target DDB table > Look for a pagination token"

_EVENT = {"source": "shop", "detail-type": "Order", "detail": {"id": 1}}

_STORE = "Store Event and Product Entity state changes in the Event Store"
_PRODUCT = {"UpdatedProduct": "{}", "Event": "{}", "Product_Id": "p1", "EventDateTime": "2026-01-05"}


def _event(kind: str) -> Any:
    return payload({"detail": {"ProductEvent": {"eventType": kind}}})


RUNS: dict[str, tuple[Run, ...]] = {
    "data-processing--statemachine": _DATA_PROCESSING,
    "data-processing-tf--statemachine": _DATA_PROCESSING,
    "distributed-data-stream-aggregator--data-extraction-child": (
        Run(
            f"{_EXTRACTING} > Get data type{_FETCHED * 2} > Do nothing > Get data type{_FETCHED} > Do nothing > "
            "SendTaskSuccess",
            {"Get Data": in_turn(_PAGE, _LAST_PAGE)},
            _TASK,
        ),
        Run(
            _EXTRACTING + " > Get data type > Get Data > Data count > No data found" * 2 + " > SendTaskSuccess",
            {"Get Data": _NO_PAGE},
            _TASK,
        ),
    ),
    "distributed-data-stream-aggregator--data-processing-child": (
        Run(
            "initiate variables > Get Data > Convert Page to JSON content > Format Row > output > SendTaskSuccess",
            {"Get Data": {"ResponseBody": {"count": 1, "results": _ROWS}}},
            _CHILD,
        ),
        Run(
            "initiate variables > Get Data",
            {"Get Data": Fails("States.Http.StatusCode.404", "Not Found")},
            _CHILD,
            "FAILED",
            "States.Http.StatusCode.404",
        ),
    ),
    "distributed-data-stream-aggregator--statemachine": (
        Run(
            f"{_AGGREGATING}{_LOOK * 2} > Update DynamoDb > Job Succeeded // "
            "Get location Summary > Has Data > Extract Data > Do Nothing // "
            "Get location Summary > Has Data > Extract Data > Do Nothing",
            {
                "Get Third-party locations": _LOCATIONS,
                "Get location Summary": _summary(3),
                "Extract Data": {"Status": "SUCCEEDED"},
                "Combine Part Files": {"JobRunId": "jr_1"},
                "Has Job Finish": in_turn(_job("RUNNING"), _job("SUCCEEDED")),
            },
            _AGGREGATION,
        ),
        Run(
            f"{_AGGREGATING}{_LOOK} > Job Failed // "
            "Get location Summary > Has Data > Do Nothing // Get location Summary > Has Data > Do Nothing",
            {
                "Get Third-party locations": _LOCATIONS,
                "Get location Summary": _summary(0),
                "Combine Part Files": {"JobRunId": "jr_1"},
                "Has Job Finish": _job("FAILED"),
            },
            _AGGREGATION,
            "FAILED",
        ),
    ),
    "distributed-map-csv-iterator--child-statemachine": (Run("Add Item", {}, _ROW),),
    "distributed-map-csv-iterator--statemachine": (
        Run(
            "Map // Start Child Step Function // Start Child Step Function",
            objects={"csvbucket/metrics.csv": _CSV},
        ),
        Run("Map", status="FAILED", error="States.ItemReaderFailed", objects={"csvbucket/other.csv": _CSV}),
    ),
    "distributed-map-csv-iterator-tf--statemachine": (
        Run("Map // Add Item // Add Item", {}, _FILE, objects={"videos/metrics.csv": _CSV}),
        Run("Map", {}, _FILE, "FAILED", "States.ItemReaderFailed", objects={"videos/other.csv": _CSV}),
    ),
    "distributed-map-montecarlo--statemachine": (
        Run(
            f"Generate Random Samples > {_SIMULATION} > Aggregate Results // Calculate Revenue // Calculate Revenue",
            {"Generate Random Samples": _SAMPLES, "Calculate Revenue": 7, "Aggregate Results": {"mean": 7}},
            objects={"samples/in/1.csv": "1", "samples/in/2.csv": "2"},
        ),
        Run(
            f"Generate Random Samples > {_SIMULATION} // Calculate Revenue",
            {"Generate Random Samples": _SAMPLES, "Calculate Revenue": Fails("Overflow")},
            status="FAILED",
            error="States.ExceedToleratedFailureThreshold",
            objects={"samples/in/1.csv": "1"},
        ),
    ),
    "distributed-map-state-gif-generator--workflow": (
        Run(
            f"{_CHUNKING} > Gather Results // Generate gif and save to S3 // Generate gif and save to S3",
            {
                "calculate how many gif chunks": payload(_CHUNKS),
                "Generate gif and save to S3": payload({"gif": "1.gif"}),
            },
            _UPLOAD,
            objects={"films/Chunks-film.mp4.json": json.dumps(_CHUNKS)},
        ),
        Run(
            _CHUNKING,
            {"calculate how many gif chunks": payload("none")},
            _UPLOAD,
            "FAILED",
            "States.ItemReaderFailed",
            objects={"films/Chunks-film.mp4.json": '"none"'},
        ),
    ),
    "dynamodb-transfer--statemachine": (
        Run(
            f"Initial Scan{_SCANNED} > Get the next set of records{_SCANNED} > Success",
            {
                "Initial Scan": {**_SCAN, "LastEvaluatedKey": {"id": {"S": "1"}}},
                "Update record": payload({"id": {"S": "1"}}),
                "Get the next set of records": _SCAN,
            },
        ),
        Run(
            f"Initial Scan{_SCANNED} > Success",
            {"Initial Scan": _SCAN, "Update record": payload({"id": {"S": "1"}})},
        ),
    ),
    "event-driven-workflow-monitor--statemachine": (
        Run(
            "executeParallel > StartWorkflowMonitoring > YourWorkGoesHere > StopWorkflowMontoring",
            {"StartWorkflowMonitoring": {"stopped": True}, "StopWorkflowMontoring": {}},
            {"workflowkey": "w1"},
        ),
        Run(
            "executeParallel > StartWorkflowMonitoring > YourWorkGoesHere",
            {"StartWorkflowMonitoring": Fails("DynamoDb.ResourceNotFoundException")},
            {"workflowkey": "w1"},
            "FAILED",
            "DynamoDb.ResourceNotFoundException",
        ),
    ),
    "event-sourcing--event-sourcing": (
        Run(
            f"ValidateEvent > Event Router > Process Product Received > {_STORE}",
            {"ValidateEvent": _event("productReceived"), "Process Product Received": payload(_PRODUCT)},
        ),
        Run("ValidateEvent > Event Router > Fail", {"ValidateEvent": _event("productLost")}, status="FAILED"),
    ),
    "eventbridge-replay-events--statemachine": (
        Run(
            "For Each Event > Convert past event to today > Is event in the future? > Wait > Simulate Event",
            {
                "Convert past event to today": payload(
                    {"process": True, "time": "2026-01-05T01:00:00Z", "event": _EVENT}
                )
            },
            [_EVENT],
        ),
        Run(
            "For Each Event > Convert past event to today > Is event in the future? > Pass",
            {"Convert past event to today": payload({"process": False})},
            [_EVENT],
        ),
    ),
    "execution-error-notification-workflow--statemachine": (
        Run("InvokeLambda", {"InvokeLambda": "done"}),
        Run("InvokeLambda > SendErrorNotification", {"InvokeLambda": Fails("Exception", "boom")}),
    ),
}
