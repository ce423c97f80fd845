"""The workflows from G to L."""

from __future__ import annotations

from typing import Any

from .runs import Fails, Run, in_turn, payload

_FILM = {"key": "film.mp4", "bucket": "films"}
_UPLOAD = {"detail": {"requestParameters": {"key": "film.mp4", "bucketName": "films"}}}
_GIFS = "calculate how many gif chunks > For each chunk > Generate gif and save to S3 > Generate gif and save to S3"
_GIF_TASKS = {
    "calculate how many gif chunks": payload([{"start": 0}, {"start": 30}]),
    "Generate gif and save to S3": payload({"gif": "1.gif"}),
}
_VIEWS = {"repoName": "r", "timestamp": "2026-01-05", "count": 42}


def _approval(handled: str, approval: Any, result: Any) -> Run:
    return Run(
        f"Notify Approver > Approved? > {handled}",
        {"Notify Approver": approval, handled: result},
        {"order": "1"},
    )


_APPROVED = _approval("Handle approval", {"result": True}, payload("ok"))
_REJECTED = _approval("Handle rejection", {"result": False}, payload("ok"))

_INGESTED = "Ingest From S3 > Ingestion Complete > Crawl Storm Data"
_CRAWLED = " > Wait > Get Crawler Status > Is Crawler READY?"
_FILES = {f"bucket_name/raw_source/{number}.gz": "x" for number in range(6)}

_STOCK = {"id": {"S": "p1"}, "threshold": {"N": "5"}, "minPOAmount": {"N": "10"}}
_LEVELS = "Format parameters > Check Stock Levels > Check if Stock Level is below the threshold"
_PURCHASE = {"detail": {"productId": "p1", "quantityRequested": 3, "minPOAmount": 10}}
_RESERVATION = {"productId": "p1", "orderId": "o1", "quantity": 4}


def _item(stock: int) -> dict[str, Any]:
    return {"Item": {"status": {"S": "IN STOCK"}, "stock": {"N": str(stock)}, "minPOAmount": {"N": "10"}}}


def _trade(kind: str, state: str) -> Run:
    return Run(
        "Check Stock Price > Generate Buy/Sell recommendation > Request Human Approval > Buy or Sell? > "
        f"{state} > Report Result",
        {
            "Check Stock Price": {"stock_price": 42},
            "Generate Buy/Sell recommendation": kind,
            "Request Human Approval": {"approved": True},
            state: {"id": "1"},
        },
    )


def _model(status: str) -> dict[str, Any]:
    return {"ModelDescription": {"Status": status}}


_ANOMALY = {"response": {"anomalous": True, "newkeyname": "a/1.jpg"}, "copysource": "b/1.jpg"}
_LOOK = "Check Model Status > Model Ready?"

RUNS: dict[str, tuple[Run, ...]] = {
    "generate-thumbnail--statemachine": (
        Run(
            "getimageMetadata > validateImage > thumbnailCreation",
            {"getimageMetadata": [{"isValidImage": 1}, {"key": "1.jpg"}], "thumbnailCreation": {}},
        ),
        Run(
            "getimageMetadata > validateImage > notvalidImageFormat",
            {"getimageMetadata": [{"isValidImage": 0}, {}]},
            status="FAILED",
            error="Image is not in valid format or size!!",
        ),
    ),
    "gif-generator--workflow": (
        Run(
            f"Triggered by Event Bridge or manual test? > Tidy paload for manual run > {_GIFS} > Gather Results",
            _GIF_TASKS,
            _FILM,
        ),
        Run(
            f"Triggered by Event Bridge or manual test? > Tidy paload from Event Bridge > {_GIFS} > Gather Results",
            _GIF_TASKS,
            _UPLOAD,
        ),
    ),
    "github-repo-views-counter--statemachine": (
        Run("Get reps > Map > Call out to GitHub > Pass > DynamoDB PutItem", {"Call out to GitHub": payload(_VIEWS)}),
        Run(
            "Get reps > Map > Call out to GitHub",
            {"Call out to GitHub": Fails("HTTPError")},
            status="FAILED",
            error="HTTPError",
        ),
    ),
    "human-in-the-loop--statemachine": (_APPROVED, _REJECTED),
    "human-in-the-loop-cdk--statemachine": (
        _APPROVED,
        _approval("Handle failure", {"answer": "perhaps"}, payload("ok")),
    ),
    "human-in-the-loop-tf--statemachine": (
        _REJECTED,
        Run("Notify Approver", {"Notify Approver": Fails("Rejected")}, {"order": "1"}, "FAILED", "Rejected"),
    ),
    "ingest-and-analyze-historical-storm-events--statemachine": (
        Run(
            f"{_INGESTED}{_CRAWLED * 2} > Query Storm Data // Decompress File // Decompress File",
            {
                "Decompress File": payload("done"),
                "Crawl Storm Data": {},
                "Get Crawler Status": in_turn({"Crawler": {"State": "RUNNING"}}, {"Crawler": {"State": "READY"}}),
                "Query Storm Data": {"QueryExecution": {"Status": {"State": "SUCCEEDED"}}},
            },
            objects=_FILES,
        ),
        Run("Ingest From S3 > Fail", status="FAILED"),
    ),
    "inventory-management-sam--check-inventory-level-statemachine": (
        Run(
            f"{_LEVELS} > Send create-purchase-order event > Alert stock is below threshold > "
            "Check if Stock Level is zero > Update product to OUT OF STOCK > Alert stock is zero",
            {},
            {**_STOCK, "stock": {"N": "0"}},
        ),
        Run(
            f"{_LEVELS} > Pass not below threshold > Check if Stock Level is zero > Pass not zero",
            {},
            {**_STOCK, "stock": {"N": "50"}},
        ),
    ),
    "inventory-management-sam--create-purchase-order-statemachine": (
        Run(
            "Send Purchase Order Email > ManualApprovalChoiceState > Update Inventory",
            {"Send Purchase Order Email": {"Status": "Approved"}},
            _PURCHASE,
        ),
        Run(
            "Send Purchase Order Email > ManualApprovalChoiceState > RejectedPassState",
            {"Send Purchase Order Email": {"Status": "Rejected"}},
            _PURCHASE,
        ),
    ),
    "inventory-management-sam--reserve-stock-statemachine": (
        Run(
            "DynamoDB GetItem > IN STOCK and Enough Stock? > Reserve Stock > Update stock > Send stock reserved event > "
            "Write Item to InventoryReservationTable > Pass",
            {"DynamoDB GetItem": _item(4)},
            _RESERVATION,
        ),
        Run(
            "DynamoDB GetItem > IN STOCK and Enough Stock? > Stock Unavailable > Send create-purchase-order event > "
            "Send stock unavailable event > Send stock unavailable notification > Pass",
            {"DynamoDB GetItem": _item(3)},
            _RESERVATION,
        ),
    ),
    "lambda-orchestration-cdk--statemachine": (_trade("buy", "Buy Stock"), _trade("sell", "Sell Stock")),
    "lookout-for-vision-inference-sam--statemachine": (
        Run(
            f"{_LOOK} > Start Model > Wait 30 second > {_LOOK} > Wait 30 second > {_LOOK} > L4V Inference > "
            "Anomalous Image? > Copy Anomalous Object",
            {
                "Check Model Status": in_turn(_model("TRAINED"), _model("STARTING_HOSTING"), _model("HOSTED")),
                "Start Model": {"Status": "STARTING_HOSTING"},
                "L4V Inference": payload(_ANOMALY),
            },
        ),
        Run(
            f"{_LOOK} > L4V Inference > Anomalous Image? > Success",
            {"Check Model Status": _model("HOSTED"), "L4V Inference": payload({"response": {"anomalous": False}})},
        ),
    ),
}
