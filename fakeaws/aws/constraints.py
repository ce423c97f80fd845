"""Request parameters against the service model's constraints that botocore leaves to AWS, in AWS's words.

botocore checks types, required members and minimum sizes; AWS checks the rest: maxima, patterns, enums. `check`
is what AWS's front end does before a service sees the request. Services with words of their own (SQS, SNS, MQ)
go without.

The fast path is a tree of closures, one per constrained shape, that says only whether all is well; the texts
come from a second walk, made when it is not. Both use the same `_Constraint` objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.java_patterns import Untranslatable, matcher
from fakeaws.aws.java_text import java_text, lower_first

if TYPE_CHECKING:
    from botocore.model import OperationModel

_Predicate = Callable[[Any], Any]

# AWS prints enums in no order that can be computed. These were seen so in recorded answers; others are printed
# in the model's order.
_RECORDED_ENUMS = {
    tuple(sorted(values)): values
    for values in (
        ["INSUFFICIENT_DATA", "ALARM", "OK"],
        ["HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"],
        ["add", "remove", "move", "test", "replace", "copy"],
        ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"],
    )
}

# Inside AWS the body of an API Gateway request is one member, which shows in paths: "putIntegrationInput.type".
_WRAPPED_BODIES = ("API Gateway",)

# Maps whose keys and values AWS names as "must not be null" besides: nothing in the public model tells which.
_NOT_NULL_MAPS = ("AdditionalVersionWeights",)

# Enums that a service itself looks at, in words of its own: Lambda's runtimes.
WORDED_BY_SERVICES = ("Runtime",)

_checkers: dict[tuple[str, str], _Predicate | None] = {}


def check(operation_model: OperationModel, params: Mapping[str, Any]) -> None:
    """Raise AWS's ``ValidationException`` (HTTP 400) if a parameter breaks a constraint of the model.

    ``params`` is what botocore validated: right types, required members there. Services that speak or spoke the query
    protocol call the error ``ValidationError``.
    """
    key = (operation_model.service_model.service_name, operation_model.name)
    try:
        all_is_well = _checkers[key]
    except KeyError:
        shape = operation_model.input_shape
        all_is_well = _checkers[key] = None if shape is None else _compile(shape, {})
    if all_is_well is not None and not all_is_well(params):
        raise _refusal(operation_model, params)


def checker(operation_model: OperationModel) -> Callable[[Mapping[str, Any]], None] | None:
    """`check` for one operation, without the look-up; None if no parameter can break anything."""
    shape = operation_model.input_shape
    all_is_well = None if shape is None else _compile(shape, {})
    if all_is_well is None:
        return None

    def check_params(params: Mapping[str, Any]) -> None:
        if not all_is_well(params):
            raise _refusal(operation_model, params)

    return check_params


def _refusal(operation_model: OperationModel, params: Mapping[str, Any]) -> AwsError:
    service_model = operation_model.service_model
    wrapper = f"{lower_first(operation_model.name)}Input." if service_model.service_id in _WRAPPED_BODIES else ""
    text = message(violations(operation_model.input_shape, params, wrapper))
    if "query" in (service_model.metadata["protocol"], *service_model.metadata.get("protocols", ())):
        query_code = "ValidationException" if service_model.is_query_compatible else None
        return AwsError("ValidationError", text, query_code=query_code)
    return AwsError("ValidationException", text)


def violations(shape: Any, params: Mapping[str, Any], body_prefix: str = "") -> list[str]:
    """What AWS has against ``params`` of the input ``shape``: a text per broken constraint, in the model's order.

    ``body_prefix`` goes before the paths of members that travel in the body.
    """
    found: list[str] = []
    for name, member in shape.members.items():
        prefix = "" if "location" in member.serialization else body_prefix
        found.extend(_broken(member, params.get(name), prefix + lower_first(name)))
    return found


def message(found: list[str]) -> str:
    """AWS's one text for all violations of a request."""
    return f"{len(found)} validation error{'s' if len(found) > 1 else ''} detected: {'; '.join(found)}"


@dataclass(frozen=True)
class _Constraint:
    holds: _Predicate
    words: str


def _constraints(shape: Any) -> list[_Constraint]:
    """The shape's own constraints in the order in which AWS lists them, without those of its parts."""
    found: list[_Constraint] = []
    kind, metadata = shape.type_name, shape.metadata
    low, high = metadata.get("min"), metadata.get("max")
    if kind in ("string", "list", "map", "blob"):
        size = _blob_size if kind == "blob" else len
        if high is not None:
            found.append(_Constraint(_at_most(size, high), f"Member must have length less than or equal to {high}"))
        if low:
            words = f"Member must have length greater than or equal to {low}"
            found.append(_Constraint(_at_least(size, low), words))
    elif kind in ("integer", "long", "short", "float", "double", "bigdecimal"):
        number = float if kind in ("float", "double") else int
        if high is not None:
            words = f"Member must have value less than or equal to {number(high)}"
            found.append(_Constraint(_no_more_than(number(high)), words))
        if low is not None:
            words = f"Member must have value greater than or equal to {number(low)}"
            found.append(_Constraint(_no_less_than(number(low)), words))
    if kind == "string":
        if "pattern" in metadata:
            try:
                words = f"Member must satisfy regular expression pattern: {metadata['pattern']}"
                found.append(_Constraint(matcher(metadata["pattern"]), words))
            except Untranslatable:
                pass  # such a pattern refuses nothing here; a test lists those of the services we have
        if metadata.get("enum") and shape.name not in WORDED_BY_SERVICES:
            values = _RECORDED_ENUMS.get(tuple(sorted(metadata["enum"])), metadata["enum"])
            words = f"Member must satisfy enum value set: [{', '.join(values)}]"
            found.append(_Constraint(frozenset(values).__contains__, words))
    return found


def _at_most(size: Callable[[Any], int], limit: int) -> _Predicate:
    return lambda value: size(value) <= limit


def _at_least(size: Callable[[Any], int], limit: int) -> _Predicate:
    return lambda value: size(value) >= limit


def _no_more_than(limit: float) -> _Predicate:
    return lambda value: value <= limit


def _no_less_than(limit: float) -> _Predicate:
    return lambda value: value >= limit


def _blob_size(value: Any) -> int:
    """In bytes. A stream has no size to check before it is read."""
    if isinstance(value, str):
        return len(value.encode())
    return len(value) if hasattr(value, "__len__") else 0


# ---- the fast path


def _compile(shape: Any, under_way: dict[str, list[_Predicate]]) -> _Predicate | None:
    """A function that is true for values in which everything holds; None if nothing can be broken.

    ``under_way`` holds the structures being compiled, by name, for those that contain themselves.
    """
    own = [constraint.holds for constraint in _constraints(shape)]
    kind = shape.type_name
    if kind == "structure":
        inner = _compile_structure(shape, under_way)
    elif kind == "list":
        inner = _all_items(_compile(shape.member, under_way))
    elif kind == "map":
        inner = _all_entries(_compile(shape.key, under_way), _compile(shape.value, under_way))
    else:
        inner = None
    return _all_of(own if inner is None else [*own, inner])


def _all_of(predicates: list[_Predicate]) -> _Predicate | None:
    if len(predicates) < 2:
        return predicates[0] if predicates else None
    if len(predicates) == 2:
        first, second = predicates
        return lambda value: first(value) and second(value)
    if len(predicates) == 3:
        first, second, third = predicates
        return lambda value: first(value) and second(value) and third(value)
    return lambda value: all(predicate(value) for predicate in predicates)


def _compile_structure(shape: Any, under_way: dict[str, list[_Predicate]]) -> _Predicate | None:
    if getattr(shape, "is_document_type", False):
        return None
    if shape.name in under_way:
        later = under_way[shape.name]
        return lambda value: all(predicate(value) for predicate in later)
    result = under_way[shape.name] = []
    members = {name: _compile(member, under_way) for name, member in shape.members.items()}
    del under_way[shape.name]
    checked = {name: predicate for name, predicate in members.items() if predicate is not None}
    if not checked:
        return None
    look_up = checked.get

    def all_members(value: Mapping[str, Any]) -> bool:
        for name, item in value.items():
            predicate = look_up(name)
            if predicate is not None and item is not None and not predicate(item):
                return False
        return True

    result.append(all_members)
    return all_members


def _all_items(predicate: _Predicate | None) -> _Predicate | None:
    return None if predicate is None else lambda value: all(predicate(item) for item in value if item is not None)


def _all_entries(key: _Predicate | None, item: _Predicate | None) -> _Predicate | None:
    if key is None and item is None:
        return None

    def all_entries(value: Mapping[str, Any]) -> bool:
        if key is not None and not all(map(key, value)):
            return False
        return item is None or all(item(part) for part in value.values() if part is not None)

    return all_entries


# ---- the texts


def _broken(shape: Any, value: Any, path: str, told: bool = False) -> Iterator[str]:
    """``told``: the shape's own constraints were named for the collection that the value is a part of."""
    if value is None:
        return
    kind = shape.type_name
    start = _start(shape, value, path)
    for constraint in () if told else _constraints(shape):
        if not constraint.holds(value):
            yield start + constraint.words
    if kind == "structure" and not getattr(shape, "is_document_type", False):
        for name, member in shape.members.items():
            yield from _broken(member, value.get(name), f"{path}.{lower_first(name)}")
    elif kind == "list":
        yield from _broken_parts(shape.member, value, start + "Member must satisfy constraint")
        for number, item in enumerate(value, 1):
            yield from _broken(shape.member, item, f"{path}.{number}.member", told=True)
    elif kind == "map":
        end = ", Member must not be null" if shape.name in _NOT_NULL_MAPS else ""
        yield from _broken_parts(shape.key, value, start + "Map keys must satisfy constraint", end)
        yield from _broken_parts(shape.value, value.values(), start + "Map value must satisfy constraint", end)
        for key, item in value.items():
            yield from _broken(shape.value, item, f"{path}.{key}.member", told=True)


def _broken_parts(shape: Any, parts: Any, start: str, end: str = "") -> Iterator[str]:
    """Parts of a collection are not named one by one: one text lists all that is asked of them."""
    asked = _constraints(shape)
    if any(not constraint.holds(part) for part in parts if part is not None for constraint in asked):
        yield f"{start}: [{', '.join(constraint.words for constraint in asked)}{end}]"


def _start(shape: Any, value: Any, path: str) -> str:
    """AWS leaves the value out where it is sensitive."""
    part = shape.member if shape.type_name == "list" else shape.value if shape.type_name == "map" else shape
    hidden = shape.metadata.get("sensitive") or part.metadata.get("sensitive")
    shown = "" if hidden else f" '{java_text(shape, value)}'"
    return f"Value{shown} at '{path}' failed to satisfy constraint: "
