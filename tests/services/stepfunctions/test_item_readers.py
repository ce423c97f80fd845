"""ItemReader: items of a distributed Map from S3."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.maps import PASS, children, counts, distributed, launch, map_run, value
from tests.services.stepfunctions.support import chain, details, events

moto = pytest.importorskip("moto")


def reader(kind: str | None, key: str = "items", **config: Any) -> dict[str, Any]:
    """An ItemReader of the object ``items`` in the bucket ``data``."""
    given = config if kind is None else {"InputType": kind, **config}
    return {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": given,
        "Parameters": {"Bucket": "data", "Key": key},
    }


def listing(**config: Any) -> dict[str, Any]:
    """An ItemReader of the objects under ``in/``."""
    found: dict[str, Any] = {
        "Resource": "arn:aws:states:::s3:listObjectsV2",
        "Parameters": {"Bucket": "data", "Prefix": "in/"},
    }
    return {**found, "ReaderConfig": config} if config else found


def put(s3: Any, body: Any, key: str = "items") -> None:
    """An object: bytes and texts as they are, other values as JSON."""
    s3.put_object(Bucket="data", Key=key, Body=body if isinstance(body, (bytes, str)) else json.dumps(body))


def read(sfn: Any, item_reader: dict[str, Any], input: Any = None, **fields: Any) -> list[Any]:
    """The items that children got."""
    execution = launch(sfn, distributed(ItemReader=item_reader, **fields), input)
    found: list[Any] = value(sfn.describe_execution(executionArn=execution))
    return found


def refused(sfn: Any, item_reader: dict[str, Any], input: Any = None) -> str:
    """The cause of States.ItemReaderFailed."""
    execution = launch(sfn, distributed(ItemReader=item_reader), input)
    described = sfn.describe_execution(executionArn=execution)
    assert (described["status"], described["error"]) == ("FAILED", "States.ItemReaderFailed"), described
    run = map_run(sfn, execution)
    assert (run["status"], counts(run)) == ("FAILED", {})
    cause: str = described["cause"]
    return cause


@pytest.mark.fakeaws(passthrough="off")
def test_where_nobody_is_s3(sfn: Any, aws: World) -> None:
    """As without moto: the start succeeds, the execution says what is missing, and no Catch hides it."""
    caught = [{"ErrorEquals": ["States.ALL"], "Next": "Each"}]
    execution = launch(sfn, distributed(ItemReader=reader("JSON"), Catch=caught))
    view = aws.stepfunctions.execution(execution)
    assert (view.status, view.error) == ("FAILED", "States.Runtime")
    assert "passthrough is off" in (view.cause or "")
    assert map_run(sfn, execution)["status"] == "FAILED"
    assert chain(sfn, execution)[-2:] == [(5, 4, "MapRunFailed"), (6, 5, "ExecutionFailed")]


# -- JSON ------------------------------------------------------------------------------------------------------------------


def test_an_array(sfn: Any, s3: Any) -> None:
    put(s3, '[1, {"b": 0.0, "a": []}, "ü", null]')
    execution = launch(sfn, distributed(ItemReader=reader("JSON")))
    assert sfn.describe_execution(executionArn=execution)["output"] == '[1,{"b":0.0,"a":[]},"ü",null]'
    assert details(events(sfn, execution)[2]) == {"length": 0}
    assert counts(map_run(sfn, execution)) == {"succeeded": 4, "total": 4, "resultsWritten": 4}


def test_an_object(sfn: Any, s3: Any) -> None:
    put(s3, {"b": 1, "a": 2})
    selector = {"key.$": "$$.Map.Item.Key", "from.$": "$$.Map.Item.Source"}
    assert read(sfn, reader("JSON")) == [{"Key": "b", "Value": 1}, {"Key": "a", "Value": 2}]
    execution = launch(sfn, distributed(ItemReader=reader("JSON"), ItemSelector=selector), name="other")
    assert value(sfn.describe_execution(executionArn=execution)) == [
        {"key": "b", "from": "S3://data/items"},
        {"key": "a", "from": "S3://data/items"},
    ]


def test_items_pointer(sfn: Any, s3: Any) -> None:
    put(s3, {"a": [{"x/y": [1, 2]}], "n": 1})
    assert read(sfn, reader("JSON", ItemsPointer="/a/0/x~1y")) == [1, 2]


NOWHERE = "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure."
NOT_ITERABLE = "Attempting to map over non-iterable node."


@pytest.mark.parametrize(
    ("body", "config", "cause"),
    [
        ("1", {}, NOT_ITERABLE),
        ('{"n": 1}', {"ItemsPointer": "/n"}, NOT_ITERABLE),
        ('{"n": [1]}', {"ItemsPointer": "/m"}, NOWHERE),
        ('{"n": [1]}', {"ItemsPointer": "/n/1"}, NOWHERE),
        ('{"n": [1]}', {"ItemsPointer": "/n/01"}, NOWHERE),
        (b"[\xff]", {}, "The object is not encoded in UTF-8: byte 1 is invalid."),
        (b"\x1f\x8bno", {}, "The object is not a valid gzip file."),
    ],
)
def test_json_that_holds_no_items(sfn: Any, s3: Any, body: Any, config: dict[str, Any], cause: str) -> None:
    put(s3, body)
    assert refused(sfn, reader("JSON", **config)) == cause


def test_json_that_is_none(sfn: Any, s3: Any) -> None:
    put(s3, "[1, nope]")
    assert refused(sfn, reader("JSON")).startswith("Unrecognized token 'nope'")


def test_json_lines(sfn: Any, s3: Any) -> None:
    put(s3, '{"a":1}\n\n  \n[2]\r\n"three"')
    assert read(sfn, reader("JSONL")) == [{"a": 1}, [2], "three"]


def test_what_gzip_packed_is_unpacked(sfn: Any, s3: Any) -> None:
    put(s3, gzip.compress(b"[1,2]", mtime=0))
    assert read(sfn, reader("JSON")) == [1, 2]


# -- CSV -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "config", "items"),
    [
        ("a,b\n1,x\n2,y\n", {}, '[{"a":"1","b":"x"},{"a":"2","b":"y"}]'),
        ("a,b\n1\n1,2,3\n", {}, '[{"a":"1","b":""},{"a":"1","b":"2"}]'),
        ("a\n   \n\n1\n", {}, '[{"a":"   "},{"a":"1"}]'),
        ('a,b\n"x,""y""\nz",\n', {}, '[{"a":"x,\\"y\\"\\nz","b":""}]'),
        ("\ufeffa\r\n1\r\n", {}, '[{"a":"1"}]'),
        # Keys in the order of Java's HashMap.
        ("0,True,{}\n1,2,3\n", {}, '[{"0":"1","{}":"3","True":"2"}]'),
        ("H1,\n1,2\n", {}, '[{"":"2","H1":"1"}]'),
        ("1;2\n", {"CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"], "CSVDelimiter": "SEMICOLON"}, None),
        ("1|2\n", {"CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"], "CSVDelimiter": "PIPE"}, None),
        ("1\t2\n", {"CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"], "CSVDelimiter": "TAB"}, None),
        ("1 2\n", {"CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"], "CSVDelimiter": "SPACE"}, None),
    ],
)
def test_csv(sfn: Any, s3: Any, text: str, config: dict[str, Any], items: str | None) -> None:
    put(s3, text)
    execution = launch(sfn, distributed(ItemReader=reader("CSV", **{"CSVHeaderLocation": "FIRST_ROW", **config})))
    found = sfn.describe_execution(executionArn=execution)["output"]
    assert found == ('[{"a":"1","b":"2"}]' if items is None else items)


@pytest.mark.parametrize("location", [{"CSVHeaderLocation": "FIRST_ROW"}, None])
def test_csv_headers_given_twice(sfn: Any, s3: Any, location: dict[str, Any] | None) -> None:
    put(s3, "a,b,a\n1,2,3\n")
    config = location or {"CSVHeaderLocation": "GIVEN", "CSVHeaders": ["x", "x"]}
    assert refused(sfn, reader("CSV", **config)) == "CSV headers cannot contain duplicates."


# -- MaxItems ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("most", "items"), [(2, ["1", "2"]), (0, ["1", "2", "3"]), (100_000_001, ["1", "2", "3"])])
@pytest.mark.parametrize("kind", ["JSON", "JSONL", "CSV"])
def test_max_items(sfn: Any, s3: Any, kind: str, most: int, items: list[str]) -> None:
    bodies = {"JSON": '["1","2","3"]', "JSONL": '"1"\n"2"\n"3"', "CSV": "n\n1\n2\n3\n"}
    put(s3, bodies[kind])
    config = {"CSVHeaderLocation": "FIRST_ROW"} if kind == "CSV" else {}
    found = read(sfn, reader(kind, MaxItemsPath="$.most", **config), {"most": most})
    assert [item["n"] if kind == "CSV" else item for item in found] == items


def test_fewer_than_no_items(sfn: Any, s3: Any) -> None:
    put(s3, [1])
    assert refused(sfn, reader("JSON", MaxItemsPath="$.most"), {"most": -1}) == "field MaxItems must be positive"


def test_max_items_that_is_no_integer(sfn: Any, s3: Any) -> None:
    execution = launch(sfn, distributed(ItemReader=reader("JSON", MaxItemsPath="$.most")), {"most": 1.5})
    described = sfn.describe_execution(executionArn=execution)
    assert described["error"] == "States.Runtime"
    assert described["cause"].endswith(
        'The MaxItemsPath field refers to value "1.5" which is not a valid integer: $.most'
    )


# -- listings ----------------------------------------------------------------------------------------------------------


def test_a_listing(sfn: Any, s3: Any) -> None:
    put(s3, "hello", "in/a.txt")
    put(s3, "", "in/b")
    put(s3, "x", "elsewhere")
    execution = launch(sfn, distributed(ItemReader=listing()))
    assert sfn.describe_execution(executionArn=execution)["output"] == (
        '[{"Etag":"\\"5d41402abc4b2a76b9719d911017c592\\"","Key":"in/a.txt","LastModified":1.7675712E9,"Size":5,'
        '"StorageClass":"STANDARD"},'
        '{"Etag":"\\"d41d8cd98f00b204e9800998ecf8427e\\"","Key":"in/b","LastModified":1.7675712E9,"Size":0,'
        '"StorageClass":"STANDARD"}]'
    )


def test_a_listing_of_several_pages(sfn: Any, s3: Any, aws: World) -> None:
    for number in range(7):
        put(s3, "x", f"in/{number}")
    item_reader = listing(MaxItems=5)
    item_reader["Parameters"]["MaxKeys"] = 2
    assert [item["Key"] for item in read(sfn, item_reader)] == [f"in/{number}" for number in range(5)]
    calls = [record for record in aws.timeline if record.kind == "ListObjectsV2"]
    assert len(calls) == 3


def test_a_listing_whose_objects_are_loaded(sfn: Any, s3: Any) -> None:
    put(s3, [1, 2], "in/a")
    put(s3, [3], "in/b")
    selector = {"v.$": "$$.Map.Item.Value", "from.$": "$$.Map.Item.Source"}
    found = read(sfn, listing(Transformation="LOAD_AND_FLATTEN", InputType="JSON"), ItemSelector=selector)
    assert found == [
        {"v": 1, "from": "S3://data/in/a"},
        {"v": 2, "from": "S3://data/in/a"},
        {"v": 3, "from": "S3://data/in/b"},
    ]


# -- manifests ---------------------------------------------------------------------------------------------------------


def inventory(**more: Any) -> dict[str, Any]:
    return {
        "sourceBucket": "source",
        "destinationBucket": "arn:aws:s3:::data",
        "fileFormat": "CSV",
        "fileSchema": "Bucket, Key, Size",
        "files": [{"key": "inventory/1.csv.gz"}, {"key": "inventory/2.csv.gz"}],
        **more,
    }


@pytest.mark.parametrize("config", [{"InputType": "MANIFEST"}, {"ManifestType": "S3_INVENTORY"}])
def test_an_s3_inventory(sfn: Any, s3: Any, config: dict[str, Any]) -> None:
    put(s3, gzip.compress(b'"source","a",1\n"source","b",2\n', mtime=0), "inventory/1.csv.gz")
    put(s3, gzip.compress(b'"source","c",3\n', mtime=0), "inventory/2.csv.gz")
    put(s3, inventory())
    found = read(sfn, reader(None, **config))
    assert found == [{"Bucket": "source", "Key": key, "Size": str(at)} for at, key in enumerate("abc", 1)]


def test_an_inventory_that_is_not_csv(sfn: Any, s3: Any) -> None:
    put(s3, inventory(fileFormat="ORC"))
    assert refused(sfn, reader("MANIFEST")) == "The format ORC of the S3 inventory is not supported; it must be CSV."


def test_a_manifest_that_is_none(sfn: Any, s3: Any) -> None:
    put(s3, {"files": 1})
    assert refused(sfn, reader("MANIFEST")) == "The object is not a valid manifest of an S3 inventory."


def test_an_athena_manifest(sfn: Any, s3: Any) -> None:
    put(s3, gzip.compress(b'{"n":1}\n{"n":2}\n', mtime=0), "out/1.gz")
    put(s3, '{"n":3}\n', "out/2")
    put(s3, "s3://data/out/1.gz\ns3://data/out/2\n")
    assert read(sfn, reader("JSONL", ManifestType="ATHENA_DATA")) == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_an_athena_manifest_with_a_line_that_is_no_uri(sfn: Any, s3: Any) -> None:
    put(s3, "out/1.gz\n")
    cause = "The manifest has a line that is not the URI of an S3 object: out/1.gz"
    assert refused(sfn, reader("JSONL", ManifestType="ATHENA_DATA")) == cause


# -- the rest ----------------------------------------------------------------------------------------------------------


def test_with_a_reader_items_path_is_ignored(sfn: Any, s3: Any) -> None:
    put(s3, [1])
    assert read(sfn, reader("JSON"), ItemsPath="$.no.such") == [1]


def test_parameters_are_built_on_the_input(sfn: Any, s3: Any) -> None:
    put(s3, [5], "some/key")
    item_reader = reader("JSON")
    item_reader["Parameters"] = {"Bucket": "data", "Key.$": "$.key"}
    assert read(sfn, item_reader, {"key": "some/key"}) == [5]


def test_a_version_of_an_object(sfn: Any, s3: Any) -> None:
    s3.put_bucket_versioning(Bucket="data", VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket="data", Key="items", Body="[1]")["VersionId"]
    put(s3, [2])
    item_reader = reader("JSON")
    item_reader["Parameters"]["VersionId"] = first
    assert read(sfn, item_reader) == [1]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [({"Bucket": "data", "Key": "none"}, "NoSuchKey"), ({"Bucket": "nobodys", "Key": "none"}, "NoSuchBucket")],
)
def test_what_is_not_there_can_be_caught(sfn: Any, s3: Any, parameters: dict[str, str], code: str) -> None:
    item_reader = {**reader("JSON"), "Parameters": parameters}
    definition = distributed(
        ItemReader=item_reader, Catch=[{"ErrorEquals": ["States.ItemReaderFailed"], "Next": "After"}]
    )
    definition["States"]["After"] = PASS
    execution = launch(sfn, definition)
    caught = value(sfn.describe_execution(executionArn=execution))
    assert caught["Error"] == "States.ItemReaderFailed"
    assert f"(Service: Amazon S3; Status Code: 404; Error Code: {code})" in caught["Cause"]
    assert chain(sfn, execution)[3:7] == [
        (4, 3, "MapRunStarted"),
        (5, 4, "MapRunFailed"),
        (6, 5, "MapStateFailed"),
        (7, 6, "MapStateExited"),
    ]


def test_parquet_is_refused(sfn: Any, s3: Any) -> None:
    execution = launch(sfn, distributed(ItemReader=reader("PARQUET")))
    described = sfn.describe_execution(executionArn=execution)
    assert described["error"] == "States.Runtime"
    assert described["cause"].endswith("fakeaws does not read Parquet files, only CSV, JSON and JSONL.")


def test_no_items(sfn: Any, s3: Any) -> None:
    put(s3, "a,b\n")
    execution = launch(sfn, distributed(ItemReader=reader("CSV", CSVHeaderLocation="FIRST_ROW")))
    assert value(sfn.describe_execution(executionArn=execution)) == []
    assert children(sfn, execution) == []
