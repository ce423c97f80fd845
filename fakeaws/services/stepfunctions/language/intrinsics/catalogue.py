"""The 18 functions, with the least and most arguments each takes."""

from __future__ import annotations

from typing import Final

from fakeaws.services.stepfunctions.language.intrinsics import arrays, numbers, texts
from fakeaws.services.stepfunctions.language.intrinsics.calls import Function

ANY: Final = 10_000

CATALOGUE: Final[dict[str, tuple[Function, int, int]]] = {
    "States.Array": (arrays.array, 0, ANY),
    "States.ArrayContains": (arrays.array_contains, 2, 2),
    "States.ArrayGetItem": (arrays.array_get_item, 2, 2),
    "States.ArrayLength": (arrays.array_length, 1, 1),
    "States.ArrayPartition": (arrays.array_partition, 2, 2),
    "States.ArrayRange": (arrays.array_range, 3, 3),
    "States.ArrayUnique": (arrays.array_unique, 1, 1),
    "States.Base64Decode": (texts.base64_decode, 1, 1),
    "States.Base64Encode": (texts.base64_encode, 1, 1),
    "States.Format": (texts.text_format, 1, ANY),
    "States.Hash": (texts.text_hash, 2, 2),
    "States.JsonMerge": (texts.json_merge, 3, 3),
    "States.JsonToString": (texts.json_to_string, 1, 1),
    "States.MathAdd": (numbers.math_add, 2, 2),
    "States.MathRandom": (numbers.math_random, 2, 3),
    "States.StringSplit": (texts.string_split, 2, 2),
    "States.StringToJson": (texts.string_to_json, 1, 1),
    "States.UUID": (texts.uuid, 0, 0),
}
