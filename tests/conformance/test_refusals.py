"""Every documented error in AWS's words; every modelled error accounted for; and nothing changed by a refused call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError

from fakeaws import mock_aws
from tests.conformance.contract import REQUEST, Contract, Refusal, Stage, contracts, operations, refusals, stage
from tests.support.ways import client_of

every_refusal = pytest.mark.parametrize(("contract", "refusal"), refusals())
every_contract = pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.service)


def refused(on: Stage, refusal: Refusal, *, wire: bool = False) -> dict[str, Any]:
    """Make the call; the error, or the failed entry, without the request's id."""
    client = on.client(account=refusal.account, checked=not refusal.unchecked, wire=wire)
    call = getattr(client, xform_name(refusal.operation))
    params = on.filled_in(refusal.params)
    if refusal.entry:
        answer = call(**params)
        assert "Successful" not in answer
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
        [failed] = answer["Failed"]
        return dict(failed)
    with pytest.raises(ClientError) as caught:
        call(**params)
    response: dict[str, Any] = dict(caught.value.response)
    metadata = response.pop("ResponseMetadata")
    error = {**response, "status": metadata["HTTPStatusCode"], "class": type(caught.value).__name__}
    named: dict[str, Any] = _with_a_name_for(metadata.get("RequestId") or REQUEST, error)
    return named


def _with_a_name_for(id: str, part: Any) -> Any:
    """The error with ``<request>`` where its words name the request's id."""
    if isinstance(part, dict):
        return {key: _with_a_name_for(id, value) for key, value in part.items()}
    return part.replace(id, REQUEST) if isinstance(part, str) else part


def expected(on: Stage, refusal: Refusal) -> dict[str, Any]:
    """What `refused` has to return."""
    known = on.contract.catalogue[refusal.shape]
    message = on.filled_in(refusal.message)
    if refusal.entry:
        [entry] = refusal.params["Entries"]
        return {"Id": entry["Id"], "Code": known.code, "Message": message, "SenderFault": True}
    model = on.contract.model
    is_json = "json" in model.resolved_protocol
    error = {"Code": known.code, "Message": message}
    if model.is_query_compatible or not is_json:
        error["Type"] = "Sender"
    if not is_json:
        error.update(refusal.fields)
    if model.is_query_compatible:
        error["QueryErrorCode"] = refusal.shape
    return {
        "Error": error,
        **(_at_the_top(model.shape_for_error_code(known.code), message) if is_json else {}),
        **({"Message": message} if refusal.fields and not is_json else {}),
        **refusal.fields,
        "status": known.status,
        "class": refusal.exception or (refusal.shape if known.modelled else "ClientError"),
    }


def _at_the_top(shape: Any, message: str) -> dict[str, str]:
    """The text once more, as the member of the error's shape, if that has one; whose mistake it was, if that is a member."""
    members = shape.members if shape is not None else {}
    texts = {name: message for name in members if name.lower() == "message" and message}
    return texts | ({"Type": "User"} if "Type" in members else {})


class Outcome(NamedTuple):
    """What became of a call that had to be refused."""

    errors: list[dict[str, Any]]
    expected: dict[str, Any]
    before: Any
    after: Any
    probed: Any


@cache
def _outcome(contract: Contract, refusal: Refusal) -> Outcome:
    """Both tests look at one run: the call is made on the fast path and, where its client can, on the wire path."""
    with stage(contract, refusal.given) as on:
        before = contract.snapshot(on)
        errors = [refused(on, refusal)]
        if refusal.account is None and not refusal.unchecked:
            errors.append(refused(on, refusal, wire=True))
        return Outcome(errors, expected(on, refusal), before, contract.snapshot(on), contract.probe(on))


@every_refusal
def test_in_awss_words(contract: Contract, refusal: Refusal) -> None:
    outcome = _outcome(contract, refusal)
    for error in outcome.errors:
        assert error == outcome.expected


@every_refusal
def test_nothing_is_changed(contract: Contract, refusal: Refusal) -> None:
    outcome = _outcome(contract, refusal)
    assert outcome.after == outcome.before
    assert outcome.probed == _undisturbed(contract, refusal.given)


@cache
def _undisturbed(contract: Contract, given: Callable[[Stage], None] | None) -> Any:
    """What the probe finds when nothing was refused before."""
    with stage(contract, given) as on:
        return contract.probe(on)


@pytest.mark.parametrize(("contract", "refusal"), [case for case in refusals() if case.values[1].unchecked])
def test_unchecked_are_those_that_botocore_refuses(contract: Contract, refusal: Refusal) -> None:
    with stage(contract, refusal.given) as on, pytest.raises(ParamValidationError):
        getattr(on.client(), xform_name(refusal.operation))(**on.filled_in(refusal.params))


@pytest.mark.parametrize(("contract", "operation"), operations())
def test_every_modelled_error_is_accounted_for(contract: Contract, operation: str) -> None:
    if operation in contract.not_there:
        pytest.skip(f"refused: {contract.not_there[operation]}")
    asked = {refusal.shape for refusal in contract.asked() if refusal.operation == operation and not refusal.entry}
    for shape in contract.model.operation_model(operation).error_shapes:
        reasons = [contract.unasked.get(name) for name in (f"{operation}.{shape.name}", shape.name)]
        assert shape.name in asked or any(reasons), f"{shape.name} has neither a refusal nor a reason"


@every_contract
def test_the_catalogue_agrees_with_the_model(contract: Contract) -> None:
    shapes = {shape.name: shape for shape in contract.model.error_shapes}
    assert {name for name, known in contract.catalogue.items() if known.modelled} == set(shapes)
    for name, known in contract.catalogue.items():
        error = shapes[name].metadata.get("error", {}) if name in shapes else {}
        assert known.code == error.get("code", known.code)
        assert known.status == error.get("httpStatusCode", known.status)


@every_contract
def test_no_reason_is_given_for_what_is_asked_or_not_modelled(contract: Contract) -> None:
    modelled = {
        f"{operation}.{shape.name}"
        for operation in contract.model.operation_names
        for shape in contract.model.operation_model(operation).error_shapes
    }
    asked = {f"{refusal.operation}.{refusal.shape}" for refusal in contract.refusals if not refusal.entry}
    # What only comes in a stream of events is among the model's errors, but among those of no operation.
    in_streams = {shape.name for shape in contract.model.error_shapes} - {pair.partition(".")[2] for pair in modelled}
    for name in contract.unasked:
        if name in in_streams:
            continue
        meant = {pair for pair in modelled if name in (pair, pair.partition(".")[2])}
        assert meant, f"{name} is no error of the model"
        assert meant - asked, f"{name} has refusals everywhere"


@every_contract
def test_every_row_of_the_catalogue_is_used(contract: Contract) -> None:
    used = {refusal.shape for refusal in contract.refusals} | {name.rpartition(".")[2] for name in contract.unasked}
    assert used == set(contract.catalogue)


@every_contract
def test_refusals_have_names_of_their_own(contract: Contract) -> None:
    counts = Counter((refusal.operation, refusal.id) for refusal in contract.refusals)
    assert [name for name, count in counts.items() if count > 1] == []


def _operation_with(contract: Contract, shape: str) -> str | None:
    """An operation that is there and has this error."""
    for name in contract.model.operation_names:
        errors = [error.name for error in contract.model.operation_model(name).error_shapes]
        if shape in errors and name not in contract.not_there:
            return name
    return None


@pytest.mark.parametrize(
    ("contract", "shape"),
    [
        pytest.param(contract, shape, id=f"{contract.service}: {shape}")
        for contract in contracts()
        for shape in contract.unasked
        if _operation_with(contract, shape)
    ],
)
def test_a_planned_fault_looks_like_the_modelled_error(contract: Contract, shape: str) -> None:
    """What nothing here leads to can still be tried: by its code, or for throttling by name."""
    pytest.importorskip("fakeaws.refusals", reason="planned faults do not know SQS's old codes yet")
    known = contract.catalogue[shape]
    operation = _operation_with(contract, shape)
    assert operation is not None
    planned = f"{contract.service}.{operation}"
    with mock_aws() as aws:
        if shape == "RequestThrottled":
            aws.faults.throttle(planned, times=10, optional=True)
        else:
            aws.faults.fail(planned, code=known.code, status=known.status, times=10, optional=True)
        with pytest.raises(ClientError) as caught:
            getattr(client_of(contract.service, checked=False), xform_name(operation))(
                **contract.in_the_path(operation)
            )
        error = caught.value.response["Error"]
        assert error["Code"] == known.code
        assert type(caught.value).__name__ == shape
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == known.status
        if contract.model.is_query_compatible:
            assert error["QueryErrorCode"] == shape
