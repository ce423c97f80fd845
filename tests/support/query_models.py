"""SQS's model as it was before November 2023, when clients spoke the query protocol: built from the installed one.

    >>> session = boto3.session.Session(botocore_session=session_with(folder_of_query_model(tmp_path)))
    >>> session.client("sqs").meta.service_model.protocol
    'query'

The members that users type are the same in both; what differs is the wire's names, and what came later.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import botocore.session
from botocore.loaders import Loader

__all__ = ["ERROR_TRAITS", "NO_QUEUE", "folder_of_query_model", "session_with", "sqs_query_model"]

Description = dict[str, Any]

API_VERSION = "2012-11-05"

#: List shape → the element of one item.
_ITEMS = {
    "AWSAccountIdList": "AWSAccountId",
    "ActionNameList": "ActionName",
    "AttributeNameList": "AttributeName",
    "BatchResultErrorEntryList": "BatchResultErrorEntry",
    "BinaryList": "BinaryListValue",
    "ChangeMessageVisibilityBatchRequestEntryList": "ChangeMessageVisibilityBatchRequestEntry",
    "ChangeMessageVisibilityBatchResultEntryList": "ChangeMessageVisibilityBatchResultEntry",
    "DeleteMessageBatchRequestEntryList": "DeleteMessageBatchRequestEntry",
    "DeleteMessageBatchResultEntryList": "DeleteMessageBatchResultEntry",
    "ListMessageMoveTasksResultEntryList": "ListMessageMoveTasksResultEntry",
    "MessageAttributeNameList": "MessageAttributeName",
    "MessageList": "Message",
    "QueueUrlList": "QueueUrl",
    "SendMessageBatchRequestEntryList": "SendMessageBatchRequestEntry",
    "SendMessageBatchResultEntryList": "SendMessageBatchResultEntry",
    "StringList": "StringListValue",
    "TagKeyList": "TagKey",
}

#: Map shape → the elements of a key and of a value.
_PAIRS = {
    "MessageBodyAttributeMap": ("Name", "Value"),
    "MessageBodySystemAttributeMap": ("Name", "Value"),
    "MessageSystemAttributeMap": ("Name", "Value"),
    "QueueAttributeMap": ("Name", "Value"),
    "TagMap": ("Key", "Value"),
}

#: Shape of a member → the member's element, where it is not the member's name.
_MEMBERS = {
    "BinaryList": "BinaryListValue",
    "MessageBodyAttributeMap": "MessageAttribute",
    "MessageBodySystemAttributeMap": "MessageSystemAttribute",
    "MessageSystemAttributeMap": "Attribute",
    "QueueAttributeMap": "Attribute",
    "StringList": "StringListValue",
    "TagMap": "Tag",
}

#: Error shape → code and HTTP status in its ``error`` trait; ``None``: modelled without one, so the name is the code.
ERROR_TRAITS: dict[str, tuple[str, int] | None] = {
    "BatchEntryIdsNotDistinct": ("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400),
    "BatchRequestTooLong": ("AWS.SimpleQueueService.BatchRequestTooLong", 400),
    "EmptyBatchRequest": ("AWS.SimpleQueueService.EmptyBatchRequest", 400),
    "InvalidAttributeName": None,
    "InvalidBatchEntryId": ("AWS.SimpleQueueService.InvalidBatchEntryId", 400),
    "InvalidIdFormat": None,
    "InvalidMessageContents": None,
    "MessageNotInflight": ("AWS.SimpleQueueService.MessageNotInflight", 400),
    "OverLimit": ("OverLimit", 403),
    "PurgeQueueInProgress": ("AWS.SimpleQueueService.PurgeQueueInProgress", 403),
    "QueueDeletedRecently": ("AWS.SimpleQueueService.QueueDeletedRecently", 400),
    "QueueDoesNotExist": ("AWS.SimpleQueueService.NonExistentQueue", 400),
    "QueueNameExists": ("QueueAlreadyExists", 400),
    "ReceiptHandleIsInvalid": None,
    "ResourceNotFoundException": ("ResourceNotFoundException", 404),
    "TooManyEntriesInBatchRequest": ("AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400),
    "UnsupportedOperation": ("AWS.SimpleQueueService.UnsupportedOperation", 400),
}

#: What clients read about a queue that is not there.
NO_QUEUE = "The specified queue does not exist for this wsdl version."

#: What the model got later: (shape, member).
_LATER_MEMBERS = (("ReceiveMessageRequest", "MessageSystemAttributeNames"),)
_LATER_METADATA = ("auth", "awsQueryCompatible", "jsonVersion", "protocols", "targetPrefix")


def sqs_query_model() -> Description:
    """The older model's description."""
    model: Description = copy.deepcopy(Loader(include_default_extras=False).load_data(f"sqs/{API_VERSION}/service-2"))
    metadata = model["metadata"]
    for name in _LATER_METADATA:
        metadata.pop(name, None)
    metadata["protocol"] = "query"
    metadata["xmlNamespace"] = f"http://queue.amazonaws.com/doc/{API_VERSION}/"
    shapes = model["shapes"]
    for shape, member in _LATER_MEMBERS:
        del shapes[shape]["members"][member]
    for operation in model["operations"].values():
        if "output" in operation:
            operation["output"]["resultWrapper"] = f"{operation['name']}Result"
        operation["errors"] = [error for error in operation["errors"] if error["shape"] in ERROR_TRAITS]
    for name in [name for name, shape in shapes.items() if shape.get("exception") and name not in ERROR_TRAITS]:
        del shapes[name]
    for name, shape in shapes.items():
        _rename(name, shape)
    return model


def _rename(name: str, shape: Description) -> None:
    kind = shape["type"]
    if shape.get("exception"):
        shape["members"] = {}
        trait = ERROR_TRAITS[name]
        if trait is not None:
            shape["error"] = {"code": trait[0], "httpStatusCode": trait[1], "senderFault": True}
    elif kind == "structure":
        for member in shape["members"].values():
            if member["shape"] in _MEMBERS:
                member["locationName"] = _MEMBERS[member["shape"]]
    elif kind == "list" and name in _ITEMS:
        shape["member"]["locationName"] = _ITEMS[name]
    elif kind == "map":
        shape["key"]["locationName"], shape["value"]["locationName"] = _PAIRS[name]


def folder_of_query_model(folder: Path) -> str:
    """Write the older model below the folder, as botocore's loader wants it; gives the folder."""
    place = folder / "sqs" / API_VERSION
    place.mkdir(parents=True)
    (place / "service-2.json").write_text(json.dumps(sqs_query_model()), encoding="utf-8")
    return str(folder)


def session_with(folder: str | None, session: Any = None) -> Any:
    """A botocore session (a new one unless given) that looks for models in this folder first."""
    session = session or botocore.session.Session()
    if folder is not None:
        session.get_component("data_loader").search_paths.insert(0, folder)
    return session
