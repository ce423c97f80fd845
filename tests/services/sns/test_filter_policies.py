"""Filter policies: what is refused and in which words, and which messages match."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from fakeaws.aws.errors import AwsError
from fakeaws.services.sns.filter_policies import FilterPolicy, Scope

BOTH: tuple[Scope, ...] = ("MessageAttributes", "MessageBody")
REDACTED = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: {}]"
VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"


def policy(document: Any, scope: Scope = "MessageAttributes") -> FilterPolicy:
    text = document if isinstance(document, str) else json.dumps(document)
    parsed = FilterPolicy.parse(text, scope)
    assert parsed is not None
    return parsed


def refusal(text: str, scope: Scope = "MessageAttributes") -> str:
    """What follows ``Invalid parameter: `` of SetSubscriptionAttributes; Subscribe's begins otherwise."""
    with pytest.raises(AwsError) as set_later:
        FilterPolicy.parse(text, scope, "SetSubscriptionAttributes")
    with pytest.raises(AwsError) as subscribed:
        FilterPolicy.parse(text, scope, "Subscribe")
    for error in (set_later.value, subscribed.value):
        assert (error.code, error.status, error.fault) == ("InvalidParameter", 400, "Sender")
    later = set_later.value.message.removeprefix("Invalid parameter: ")
    if later.startswith("FilterPolicy: "):
        assert subscribed.value.message == f"Invalid parameter: Attributes Reason: {later}"
    else:
        assert subscribed.value.message == set_later.value.message
    return later


def attributes(**given: Any) -> dict[str, dict[str, Any]]:
    """Message attributes: a string, a number as such, a list as ``String.Array``."""
    made: dict[str, dict[str, Any]] = {}
    for name, value in given.items():
        if isinstance(value, str):
            made[name] = {"DataType": "String", "StringValue": value}
        elif isinstance(value, bytes):
            made[name] = {"DataType": "Binary", "BinaryValue": value}
        elif isinstance(value, list):
            made[name] = {"DataType": "String.Array", "StringValue": json.dumps(value)}
        else:
            made[name] = {"DataType": "Number", "StringValue": str(value)}
    return made


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("{invalidjson}", 2, "Unexpected character ('i' (code 105)): was expecting double-quote to start field name"),
        ("invalid", 8, f"Unrecognized token 'invalid': was expecting {VALUES}"),
    ],
)
def test_not_json(text: str, column: int, words: str) -> None:
    location = REDACTED.format(column)
    assert refusal(text) == f"FilterPolicy: failed to parse JSON. {words}\n at {location}"


@pytest.mark.parametrize("text", ["", "{}", " {\n} "])
def test_an_empty_policy_is_none(text: str) -> None:
    assert FilterPolicy.parse(text) is None


ROWS: list[tuple[str, str, int | None]] = [
    ('{"key":[["value"]]}', "Match value must be String, number, true, false, or null", 10),
    ('{"key":[{"wrong-operator":true}]}', "Unrecognized match type wrong-operator", 31),
    ('{"key":[{"suffix":"value","prefix":"value2"}]}', "Only one key allowed in match expression", 37),
    ('{"key":[]}', "Empty arrays are not allowed", 10),
    ('{"key":[{"suffix":100}]}', "suffix match pattern must be a string", 22),
    ('{"key":[{"suffix":null}]}', "suffix match pattern must be a string", 23),
    ('{"key":[{"suffix":[]}]}', "suffix match pattern must be a string", 20),
    ('{"key":[{"suffix":["value"]}]}', "suffix match pattern must be a string", 20),
    ('{"key":{"suffix":"value"}}', '"suffix" must be an object or an array', 19),
    ('{"key_a":"value_one"}', '"key_a" must be an object or an array', 11),
    ('{"key":[{"cidr":["bad-filter"]}]}', "prefix match pattern must be a string", 18),
    ('{"key":[{"cidr":"bad-filter"}]}', "Malformed CIDR, one '/' required", None),
    ('{"key":[{"cidr":"bad-filter/64"}]}', "Nonstandard IP address: bad-filter", None),
    ('{"key":[{"cidr":"xx.11.xx/8"}]}', "Nonstandard IP address: xx.11.xx", None),
    ('{"key":[{"cidr":"xxxx:db8:1234:1a00::/64"}]}', "Nonstandard IP address: xxxx:db8:1234:1a00::", None),
    ('{"key":[{"cidr":"10.0.0.0/xx"}]}', "Malformed CIDR, mask bits must be an integer", None),
    ('{"key":[{"numeric":[]}]}', "Invalid member in numeric match: ]", 22),
    ('{"key":[{"numeric":["operator"]}]}', "Unrecognized numeric range operator: operator", 32),
    ('{"key":[{"numeric":[1,"<="]}]}', "Invalid member in numeric match: 1", 22),
    ('{"key":[{"numeric":["=","000"]}]}', "Value of equals must be numeric", 26),
    ('{"key":[{"numeric":[">="]}]}', "Value of >= must be numeric", 26),
    ('{"key":[{"numeric":[">","20","<","30"]}]}', "Value of > must be numeric", 26),
    ('{"key":[{"numeric":[">",20,"<","30"]}]}', "Value of < must be numeric", 33),
    ('{"key":[{"numeric":["<",100,">",10]}]}', "Too many elements in numeric expression", 30),
    ('{"key":[{"numeric":[">=",1,">",2]}]}', "Bad numeric range operator: >", 31),
    ('{"key":[{"numeric":[">",3,"<",1]}]}', "Bottom must be less than top", 33),
    ('{"key":[{"numeric":[">",20,"<="]}]}', "Value of <= must be numeric", 33),
    ('{"key":[{"numeric":[">",20,30]}]}', "Bad value in numeric range: 30", 30),
    ('{"key":[{"numeric":[">",20,"test"]}]}', "Bad numeric range operator: test", 34),
    ('{"key":[{"numeric":[">",20,"<",30,"<",50]}]}', "Too many terms in numeric range expression", 36),
    ('{"key":[{"exists":null}]}', "exists match pattern must be either true or false.", 23),
    ('{"key":[{"exists":"no"}]}', "exists match pattern must be either true or false.", 20),
    ('{"key":[{"anything-but":{"wrong-operator":null}}]}', "Unsupported anything-but pattern: wrong-operator", 47),
    ('{"key":[{"anything-but":{"suffix":"test"}}]}', "Unsupported anything-but pattern: suffix", 36),
    ('{"key":[{"anything-but":{"exists":false}}]}', "Unsupported anything-but pattern: exists", 40),
    ('{"key":[{"anything-but":{"prefix":false}}]}', "prefix match pattern must be a string", 40),
]  # in the order of the sheet


@pytest.mark.parametrize("scope", BOTH)
@pytest.mark.parametrize(("text", "words", "column"), ROWS)
def test_refused(text: str, words: str, column: int | None, scope: Scope) -> None:
    location = "" if column is None else f'\n at [Source: (String)"{text}"; line: 1, column: {column}]'
    assert refusal(text, scope) == f"FilterPolicy: {words}{location}"


def test_nested_under_message_attributes() -> None:
    text = '{"key":{"nested":["value"]}}'
    assert refusal(text) == "Filter policy scope MessageAttributes does not support nested filter policy"
    assert policy(text, "MessageBody").matches_body('{"key":{"nested":"value"}}')


# What the sheet leaves open, and further places of the same parser.


@pytest.mark.parametrize(
    ("text", "words", "column"),
    [
        ("[]", "Filter is not an object", 2),
        ('{"key":{}}', "Empty objects are not allowed", 10),
        ('{"key":[{}]}', "Match expression name not found", 11),
        ('{"key":[{"numeric":"="}]}', "Value of numeric must be an array.", 21),
        ('{"key":[{"wildcard":"ab**c"}]}', "Consecutive wildcard characters at pos 3", 28),
        ('{"key":[{"wildcard":"a\\\\b"}]}', "Invalid escape character at pos 2", 27),
        ('{"key":[{"anything-but":{"wildcard":7}}]}', "wildcard match pattern must be a string", 38),
        (
            '{"key":[{"anything-but":null}]}',
            "Value of anything-but must be an array or single string/number value.",
            29,
        ),
        ('{"key":[{"anything-but":[true]}]}', "Inside anything but list, start|null|boolean is not supported.", 30),
        (
            '{"key":[{"anything-but":["a",1]}]}',
            "Inside anything but list, either all values are number or string, mixed type is not supported",
            32,
        ),
        ('{"key":[{"prefix":{"equals-ignore-case":"a"}}]}', "prefix match pattern must be a string", 20),
    ],
)
def test_refused_too(text: str, words: str, column: int) -> None:
    assert refusal(text) == f'FilterPolicy: {words}\n at [Source: (String)"{text}"; line: 1, column: {column}]'


def test_places_in_policies_of_several_lines_and_long_ones() -> None:
    text = '{\n "key":\r\n  [{"suffix":1}]}'
    assert refusal(text).endswith(f'\n at [Source: (String)"{text}"; line: 3, column: 15]')
    long = '{"' + "k" * 600 + '":1}'
    source = f'(String)"{long[:500]}"[truncated {len(long) - 500} chars]'
    assert refusal(long).endswith(f"\n at [Source: {source}; line: 1, column: {len(long)}]")
    assert refusal('{"😀":1}').endswith("line: 1, column: 8]")  # two UTF-16 units


def test_mistakes_of_json_come_before_all_others() -> None:
    assert refusal('{"key":[],"other":[1,]}').startswith(
        "FilterPolicy: failed to parse JSON. Unexpected character (']'"
    )


def test_a_policy_nested_without_end_is_refused_like_any_other() -> None:
    deep = '{"a":' * 20_000
    assert refusal(deep).startswith("FilterPolicy: failed to parse JSON. Document nesting depth (1001) exceeds")
    alternatives = '{"$or":[' * 499 + '{"a":[1]}' + ',{"b":[1]}]}' * 499
    assert refusal(alternatives, "MessageBody") == "FilterPolicy: Filter policy is too complex"


class TestLimits:
    """5 keys, 150 combinations, wildcards, size."""

    def test_five_keys(self) -> None:
        six = {f"key{number}": ["a"] for number in range(6)}
        assert refusal(json.dumps(six)) == "FilterPolicy: Filter policy can not have more than 5 keys"
        policy(dict(list(six.items())[:5]))

    def test_only_the_outermost_keys_count(self) -> None:
        policy({"key": {f"key{number}": ["a"] for number in range(6)}}, "MessageBody")

    def test_values_are_multiplied_with_depth(self) -> None:
        document: dict[str, Any] = {"a": {"b": {"c": ["1", "2", "3", "4"]}}, "d": {"e": ["1", "2", "3"]}}
        assert policy(document, "MessageBody").combinations == 72
        document["f"] = ["1", "2", "3"]
        assert refusal(json.dumps(document), "MessageBody") == "FilterPolicy: Filter policy is too complex"

    def test_flat_policies_are_a_plain_product(self) -> None:
        document = {"a": list("abcde"), "b": list("abcde"), "c": list("abcdef")}
        assert policy(document).combinations == 150
        document["c"] = list("abcdefg")
        assert refusal(json.dumps(document)) == "FilterPolicy: Filter policy is too complex"

    @pytest.mark.parametrize(("last", "combinations"), [(7, 150), (8, None)])
    def test_alternatives_are_added(self, last: int, combinations: int | None) -> None:
        document = {
            "source": ["a", "b", "c"],
            "$or": [
                {"metricName": list("abcdef")},
                {"metricType": list("abcd"), "$or": [{"namespace": list("abcd")}, {"spec": list("abcdefgh"[:last])}]},
            ],
        }
        if combinations is not None:
            assert policy(document).combinations == combinations
        else:
            assert refusal(json.dumps(document)) == "FilterPolicy: Filter policy is too complex"

    @pytest.mark.parametrize("document", [
        {"a": [{"wildcard": "*a*b*"}] * 3, "b": [{"wildcard": "*"}] * 4},  # 27 * 3 + 4 * 4 = 97
        {"a": [{"wildcard": "*"}] * 10},  # 10 * 10 = 100
        {"a": [{"wildcard": "*a*"}] * 4, "b": [{"anything-but": {"wildcard": "*"}}] * 2},  # 24 * 4 + 2 * 2 = 100
    ])  # fmt: skip
    def test_wildcards_within_their_points(self, document: Any) -> None:
        policy(document)

    @pytest.mark.parametrize("document", [
        {"a": [{"wildcard": "*a*b*c*"}]},  # four in one pattern
        {"a": [{"wildcard": "*"}] * 11},  # 121
        {"a": [{"wildcard": "*a*"}] * 4, "b": [{"anything-but": {"wildcard": "*"}}] * 3},  # 96 + 9
    ])  # fmt: skip
    def test_too_many_wildcards(self, document: Any) -> None:
        assert refusal(json.dumps(document)) == "FilterPolicy: Filter policy is too complex"

    def test_size(self) -> None:
        fits = '{"a":["' + "x" * (256 * 1024 - 10) + '"]}'
        policy(fits)
        assert refusal(fits.replace("x", "xx", 1)) == "FilterPolicy: Filter policy is too large"


MATCHING: list[tuple[str, list[Any], list[Any], list[Any]]] = [
    # operator, policy's list, values that match, values that do not
    ("exact string", ["blue"], ["blue"], ["Blue", "blu", ""]),
    ("exact number", [100], [100, "100.0", "1e2"], [101]),
    ("prefix", [{"prefix": "bl"}], ["blue", "bl"], ["Blue", "abl"]),
    ("suffix", [{"suffix": ".png"}], ["a.png", ".png"], ["a.PNG", "png"]),
    ("equals-ignore-case", [{"equals-ignore-case": "tennis"}], ["Tennis", "tennis"], ["tennis1"]),
    ("wildcard", [{"wildcard": "*/src/*.js"}], ["a/src/b.js", "/src/.js"], ["a/src/b.jsx", "src/b.js", "a/SRC/b.js"]),
    ("anything-but string", [{"anything-but": "a"}], ["b", "A", 1], ["a"]),
    ("anything-but number", [{"anything-but": 5}], ["5", 6], [5]),
    ("anything-but list", [{"anything-but": ["a", "b"]}], ["c"], ["a", "b"]),
    ("anything-but numbers", [{"anything-but": [1, 2]}], [3, "1"], [1, 2]),
    ("anything-but prefix", [{"anything-but": {"prefix": "bl"}}], ["red", 1], ["blue"]),
    ("anything-but wildcard", [{"anything-but": {"wildcard": "*.js"}}], ["a.ts"], ["a.js"]),
    ("numeric =", [{"numeric": ["=", 301.5]}], [301.5], [301.51]),
    ("numeric <", [{"numeric": ["<", 10]}], [9.99], [10]),
    ("numeric <=", [{"numeric": ["<=", 10]}], [10], [10.01]),
    ("numeric >", [{"numeric": [">", 10]}], [10.01], [10]),
    ("numeric >=", [{"numeric": [">=", -1]}], [-1, 0], [-1.1]),
    ("numeric range", [{"numeric": [">", 0, "<=", 150]}], [0.1, 150], [0, 150.1]),
    ("numeric of texts", [{"numeric": [">", 5]}], ["6", "6e0"], ["5", "six", "", "Infinity"]),
    ("cidr", [{"cidr": "10.0.0.0/24"}], ["10.0.0.0", "10.0.0.255"], ["10.0.1.0", "10.0.0", "host"]),
    (
        "cidr of IPv6",
        [{"cidr": "2001:db8:1234:1a00::/64"}],
        ["2001:0db8:1234:1a00:0000:0000:0000:0000", "2001:db8:1234:1a00::1"],
        ["2001:0db8:1234:1a01:0000:0000:0000:0000", "10.0.0.1"],
    ),
    ("exists", [{"exists": True}], ["a", 0], []),
    ("or within a list", ["a", {"prefix": "b"}, 7], ["a", "bc", 7], ["c", "7"]),
]


@pytest.mark.parametrize("scope", BOTH)
@pytest.mark.parametrize(
    ("wanted", "matching", "others"), [row[1:] for row in MATCHING], ids=[row[0] for row in MATCHING]
)
def test_operators(wanted: list[Any], matching: list[Any], others: list[Any], scope: Scope) -> None:
    rule = policy({"key": wanted}, scope)
    numbers = any(isinstance(value, (int, float)) for value in matching)

    def accepted(value: Any) -> bool:
        number = numbers and isinstance(value, str) and value[:1].isdigit() and wanted == [100]
        if scope == "MessageBody":
            return bool(rule.matches_body(f'{{"key": {value}}}' if number else json.dumps({"key": value})))
        given = attributes(key=value)
        if number:
            given["key"]["DataType"] = "Number"
        return bool(rule.matches_attributes(given))

    assert [value for value in matching if not accepted(value)] == []
    assert [value for value in others if accepted(value)] == []


class TestAttributes:
    """The scope ``MessageAttributes``."""

    def test_all_keys_have_to_match(self) -> None:
        rule = policy({"a": ["1"], "b": ["2"]})
        assert rule.matches_attributes(attributes(a="1", b="2", c="3"))
        assert not rule.matches_attributes(attributes(a="1"))
        assert not rule.matches_attributes(attributes(a="1", b="1"))

    def test_types_are_compared(self) -> None:
        assert not policy({"price": [100]}).matches_attributes(attributes(price="100"))
        assert not policy({"price": ["100"]}).matches_attributes(attributes(price=100))
        assert not policy({"flag": [True]}).matches_attributes(attributes(flag="true"))
        assert not policy({"flag": [1]}).matches_attributes(attributes(flag=[True]))

    def test_custom_types_count_by_their_beginning(self) -> None:
        given = {"price": {"DataType": "Number.int", "StringValue": "100"}}
        assert policy({"price": [100]}).matches_attributes(given)
        assert policy({"a": ["x"]}).matches_attributes({"a": {"DataType": "String.colour", "StringValue": "x"}})

    def test_numbers_are_compared_as_decimals(self) -> None:
        rule = policy('{"price":[{"numeric":["=",3.015e2]}]}')
        assert rule.matches_attributes(attributes(price="301.5"))
        exact = policy('{"price":[100.123456789]}')  # to six decimals
        price = {"price": {"DataType": "Number", "StringValue": "100.1234567"}}
        assert exact.matches_attributes(price)
        price["price"]["StringValue"] = "100.1234561"
        assert not exact.matches_attributes(price)

    def test_arrays_match_by_any_element(self) -> None:
        rule = policy({"sports": ["rugby"]})
        assert rule.matches_attributes(attributes(sports=["soccer", "rugby"]))
        assert not rule.matches_attributes(attributes(sports=["soccer"]))
        assert policy({"k": [True]}).matches_attributes(attributes(k=["x", True]))
        assert policy({"k": [5]}).matches_attributes(attributes(k=["x", 5.0]))

    def test_anything_but_matches_an_array_with_one_other_element(self) -> None:
        rule = policy({"sports": [{"anything-but": ["rugby"]}]})
        assert rule.matches_attributes(attributes(sports=["rugby", "soccer"]))
        assert not rule.matches_attributes(attributes(sports=["rugby"]))

    def test_exists(self) -> None:
        rule = policy({"key": [{"exists": True}]})
        assert rule.matches_attributes(attributes(key="a"))
        for given in (attributes(), attributes(other="a"), attributes(key=[]), attributes(key=[None, ""])):
            assert not rule.matches_attributes(given)

    def test_absence_needs_another_attribute(self) -> None:
        rule = policy({"key": [{"exists": False}]})
        assert rule.matches_attributes(attributes(other="a"))
        assert not rule.matches_attributes(attributes(key="a", other="a"))
        assert not rule.matches_attributes({})

    def test_null_matches_a_message_without_the_attribute(self) -> None:
        rule = policy({"attr1": [None, {"anything-but": "whatever"}]})
        assert rule.matches_attributes({})
        assert rule.matches_attributes(attributes(attr1="x"))
        assert not rule.matches_attributes(attributes(attr1="whatever"))

    def test_binary_attributes_are_ignored(self) -> None:
        assert not policy({"key": [{"exists": True}]}).matches_attributes(attributes(key=b"a"))
        assert policy({"key": [{"exists": False}]}).matches_attributes(attributes(key=b"a", other="a"))

    def test_or(self) -> None:
        rule = policy({"source": ["aws"], "$or": [{"name": ["cpu"]}, {"kind": ["disk"], "unit": ["GB"]}]})
        assert rule.matches_attributes(attributes(source="aws", name="cpu"))
        assert rule.matches_attributes(attributes(source="aws", kind="disk", unit="GB"))
        assert not rule.matches_attributes(attributes(source="aws", kind="disk", unit="MB"))
        assert not rule.matches_attributes(attributes(name="cpu"))

    @pytest.mark.parametrize("document", [{"$or": ["a", "b"]}, {"$or": ["a", {"prefix": "b"}]}])
    def test_or_may_be_an_ordinary_key(self, document: Any) -> None:
        rule = policy(document)
        assert rule.matches_attributes({"$or": {"DataType": "String", "StringValue": "b"}})
        operators = policy({"$or": [{"prefix": "a"}, {"suffix": "b"}]})
        assert operators.matches_attributes({"$or": {"DataType": "String", "StringValue": "ac"}})

    @pytest.mark.parametrize(
        ("given", "filtered_out", "words"),
        [
            (attributes(), "NoMessageAttributes", "price: wanted [100], not there (the message has no attributes)"),
            (attributes(other="a"), "MessageAttributes", "price: wanted [100], not there"),
            (attributes(price="100"), "MessageAttributes", 'price: wanted [100], found "100"'),
            (attributes(price=99.50), "MessageAttributes", "price: wanted [100], found 99.500000"),
            (attributes(price=[1, "2"]), "MessageAttributes", 'price: wanted [100], found 1, "2"'),
            (
                {"price": {"DataType": "String.Array", "StringValue": "1,2"}},
                "InvalidAttributes",
                "price: wanted [100], found 1,2",
            ),
            (
                {"price": {"DataType": "String.Array", "StringValue": '"1"'}},
                "InvalidAttributes",
                'price: wanted [100], found "1"',
            ),
        ],
    )
    def test_why_not(self, given: dict[str, Any], filtered_out: str, words: str) -> None:
        filtering = policy('{"price":[100]}').matches(given, "{}")
        assert (bool(filtering), filtering.filtered_out, str(filtering)) == (False, filtered_out, words)

    def test_an_attribute_that_cannot_be_read_satisfies_nothing(self) -> None:
        given = {"key": {"DataType": "String.Array", "StringValue": "["}, **attributes(other="a")}
        for wanted in ({"exists": True}, {"exists": False}, {"anything-but": "a"}, None, "["):
            filtering = policy({"key": [wanted]}).matches_attributes(given)
            assert filtering.filtered_out == "InvalidAttributes"
        assert policy({"other": ["a"]}).matches_attributes(given).filtered_out is None

    def test_a_match_has_no_reason(self) -> None:
        filtering = policy({"a": ["x"]}).matches(attributes(a="x"), "no matter")
        assert (bool(filtering), filtering.filtered_out, str(filtering)) == (True, None, "matched")


class TestBody:
    """The scope ``MessageBody``."""

    @pytest.mark.parametrize(
        "body", ["text", "", "[]", '["a"]', '"a"', "1", "null", '{"a":', '{"a":NaN}', "[" * 100_000]
    )
    def test_no_json_object(self, body: str) -> None:
        filtering = policy({"a": [{"exists": False}]}, "MessageBody").matches({}, body)
        assert (bool(filtering), filtering.filtered_out) == (False, "InvalidMessageBody")
        assert str(filtering) == "the message is no JSON object"

    def test_why_not(self) -> None:
        filtering = policy('{"a":{"b":["x"]},"c":["y"]}', "MessageBody").matches_body('{"a":{"b":"z"}}')
        assert filtering.filtered_out == "MessageBody"
        assert (filtering.verdict.key, filtering.verdict.wanted, filtering.verdict.found) == ("a.b", '["x"]', ('"z"',))

    @pytest.mark.parametrize(("wanted", "found"), [(True, "true"), (False, "false"), (None, "null")])
    def test_literals(self, wanted: bool | None, found: str) -> None:
        rule = policy({"key": [wanted]}, "MessageBody")
        assert rule.matches_body(f'{{"key": {found}}}')
        for other in ("1", "0", '"true"', '"null"', '""', "[]", "{}"):
            assert not rule.matches_body(f'{{"key": {other}}}')
        assert not rule.matches_body("{}")

    def test_only_leaves_exist(self) -> None:
        rule = policy({"a": [{"exists": True}]}, "MessageBody")
        assert rule.matches_body('{"a": [0]}')
        for body in ('{"a": {"b": 1}}', '{"a": []}', '{"a": null}', '{"a": ""}', "{}"):
            assert not rule.matches_body(body)

    def test_absence_needs_nothing_else(self) -> None:
        rule = policy({"a": [{"exists": False}]}, "MessageBody")
        for body in ("{}", '{"b": 1}', '{"a": {"b": 1}}', '{"a": []}'):
            assert rule.matches_body(body)
        assert not rule.matches_body('{"a": 1}')

    def test_any_element_of_any_list(self) -> None:
        rule = policy({"Records": {"eventName": ["put"], "size": [1]}}, "MessageBody")
        assert rule.matches_body('{"Records": [{"eventName": "get", "size": 1}, {"eventName": "put", "size": 2}]}')
        assert rule.matches_body('{"Records": [[[{"eventName": "put"}]], [{"size": [0, 1]}]]}')
        assert not rule.matches_body('{"Records": [{"eventName": "get"}, {"size": 1}]}')

    def test_an_empty_list_makes_its_keys_absent(self) -> None:
        rule = policy({"items": {"sku": [{"exists": False}]}, "id": [1]}, "MessageBody")
        assert rule.matches_body('{"items": [], "id": 1}')

    @pytest.mark.parametrize("document", [{"a.b.c": ["x"]}, {"a": {"b": {"c": ["x"]}}}, {"a.b": {"c": ["x"]}}])
    @pytest.mark.parametrize(
        "body", ['{"a.b.c": "x"}', '{"a": {"b": {"c": "x"}}}', '{"a.b": {"c": "x"}}', '{"a": {"b.c": "x"}}']
    )
    def test_dots_are_nesting_both_ways(self, document: Any, body: str) -> None:
        rule = policy(document, "MessageBody")
        assert rule.matches_body(body)
        assert not rule.matches_body(body.replace('"x"', '"y"'))

    def test_or_within_an_object(self) -> None:
        rule = policy({"detail": {"$or": [{"a": ["1"]}, {"b": {"c": ["2"]}}]}}, "MessageBody")
        assert rule.matches_body('{"detail": {"a": "1"}}')
        assert rule.matches_body('{"detail": {"b": {"c": "2"}}}')
        assert not rule.matches_body('{"a": "1"}')

    def test_large_numbers(self) -> None:
        rule = policy('{"n":[123456789012345678901234567890]}', "MessageBody")
        assert rule.matches_body('{"n": 123456789012345678901234567890}')
        assert not rule.matches_body('{"n": 123456789012345678901234567891}')
        assert not rule.matches_body('{"n": 1e99999999999999999999}')


def test_a_policy_survives_a_copy() -> None:
    rule = policy({"a": ["x"]})
    assert copy.deepcopy(rule).matches_attributes(attributes(a="x"))
    assert copy.deepcopy(rule).text == rule.text
