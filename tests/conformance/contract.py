"""What a service's conformance is made of, and the stage on which its refusals are tried.

Each service of `fakeaws.router.SERVICES` has a module or package of its name beside this one, with a `CONTRACT`. The tests
here hold it against botocore's model of the service, so that nothing modelled can be left out unnoticed.
"""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, Protocol, TypeAlias

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from fakeaws import World, mock_aws
from fakeaws.aws.errors import AwsError
from fakeaws.router import SERVICES, load
from fakeaws.world import user_of
from tests.support.ways import client_of, client_of_account


class AskService(Protocol):
    """``await ask("SendMessage", QueueUrl=…)`` and ``await ask.wait(30)``; ``ask.aws`` for what no operation tells."""

    @property
    def aws(self) -> World: ...

    def __call__(self, operation: str, /, **params: Any) -> Awaitable[Any]: ...

    def wait(self, seconds: float) -> Awaitable[None]: ...


#: Stands for the request's id in the words of an error.
REQUEST = "<request>"

Scenario: TypeAlias = Callable[[AskService], Awaitable[None]]


class Known(NamedTuple):
    """What callers see of an error shape: ``Error.Code``, the HTTP status, whether boto3 has a class for it."""

    code: str
    status: int
    modelled: bool = True


@dataclass(frozen=True, eq=False)
class Refusal:
    """One way to be refused.

    Texts in ``params`` and ``message`` that are a name of `Stage.values`, such as ``<handle>``, stand for that value;
    ``<request>`` in ``message`` stands for the request's id.
    """

    id: str
    operation: str
    params: Mapping[str, Any]
    #: The error's shape: a key of `Contract.catalogue`.
    shape: str
    message: str
    #: What happens on the stage before.
    given: Callable[[Stage], None] | None = None
    #: Whether botocore itself would refuse: the call is then made by a client that does not check.
    unchecked: bool = False
    #: Whether it is an entry of a batch that is refused, in an answer that succeeds.
    entry: bool = False
    #: Who calls, if not the stage's own account.
    account: str | None = None
    #: What else the error's shape has beside its message, where the message is its member ``Message``.
    fields: Mapping[str, Any] = field(default_factory=dict)
    #: boto3's class for it, where that is not the shape's: several shapes may have one code.
    exception: str | None = None


@dataclass(frozen=True, eq=False)
class Contract:
    """All that the tests of this folder need to know of a service."""

    service: str
    #: By operation: calls that succeed and show every member of its output.
    scenarios: Mapping[str, Scenario]
    #: By operation: members of its output that it never has, with the reason.
    never_shown: Mapping[str, Mapping[str, str]]
    catalogue: Mapping[str, Known]
    refusals: Sequence[Refusal]
    #: Error shapes of the model (``Shape``, or ``Operation.Shape``) that no refusal has, with the reason.
    unasked: Mapping[str, str]
    #: Put on stage what refused calls could change; what can be seen of it; and what is seen only by going on with it.
    furnish: Callable[[Stage], None]
    snapshot: Callable[[Stage], Any]
    probe: Callable[[Stage], Any]
    #: Values that AWS was seen to send although the model's enum does not have them: member → value.
    beyond_enums: Mapping[str, str] = field(default_factory=dict)
    #: The same for the model's patterns: member → how such a value begins.
    beyond_patterns: Mapping[str, str] = field(default_factory=dict)
    #: Whether the service sends empty lists and maps.
    empties: bool = False
    #: The code of what breaks the model's constraints, where a service has the common words but a code of its own.
    constraint_code: str | None = None

    @property
    def model(self) -> ServiceModel:
        return model_of(self.service)

    @property
    def not_there(self) -> Mapping[str, str]:
        """Operations that fakeaws refuses, with its reason."""
        return load(self.service).refused

    def in_the_path(self, operation: str) -> dict[str, Any]:
        """Parameters without which there is no URL to call."""
        shape = self.model.operation_model(operation).input_shape
        return {
            name: "1" if member.type_name == "string" else 1
            for name, member in (shape.members if shape is not None else {}).items()
            if member.serialization.get("location") == "uri"
        }

    def asked(self) -> list[Refusal]:
        """The refusals of operations that are there."""
        return [refusal for refusal in self.refusals if refusal.operation not in self.not_there]


@dataclass
class Stage:
    """A furnished world in which one call is refused."""

    contract: Contract
    aws: World
    monkeypatch: pytest.MonkeyPatch
    values: dict[str, str] = field(default_factory=dict)

    def client(self, *, account: str | None = None, checked: bool = True, wire: bool = False) -> Any:
        if account is not None:
            return client_of_account(self.aws, self.contract.service, account)
        return client_of(self.contract.service, checked=checked, wire=wire)

    def ask(self, operation: str, /, **params: Any) -> dict[str, Any]:
        """A service's own call, which costs less than a client's: it prepares and looks, and is not what is tested."""
        return self.aws.call(self.contract.service, operation, params, caller=user_of(self.aws.account, "test"))

    def try_to(self, operation: str, /, **params: Any) -> Any:
        """Its answer, or AWS's error as a text."""
        try:
            return self.ask(operation, **params)
        except AwsError as error:
            return str(error)

    def wait(self, seconds: float) -> None:
        self.aws.clock.advance(seconds=seconds)

    def filled_in(self, part: Any) -> Any:
        """With values for their names."""
        if isinstance(part, Mapping):
            return {key: self.filled_in(value) for key, value in part.items()}
        if isinstance(part, list):
            return [self.filled_in(value) for value in part]
        if isinstance(part, str) and "<" in part:
            for name, value in self.values.items():
                part = part.replace(name, value)
        return part


@contextmanager
def stage(contract: Contract, given: Callable[[Stage], None] | None) -> Iterator[Stage]:
    """A furnished world, a second after the last thing that happened in it."""
    with pytest.MonkeyPatch.context() as monkeypatch, mock_aws(seed="conformance") as aws:
        made = Stage(contract, aws, monkeypatch)
        contract.furnish(made)
        if given is not None:
            given(made)
        made.wait(1)
        yield made


@cache
def model_of(service: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


@cache
def contract_of(service: str) -> Contract:
    """The service's contract; ``ModuleNotFoundError`` if there is none yet."""
    name = f"{service}_" if keyword.iskeyword(service) else service
    contract: Contract = importlib.import_module(f"tests.conformance.{name}").CONTRACT
    return contract


def contracts() -> list[Contract]:
    return [contract_of(service) for service in SERVICES]


def operations() -> list[Any]:
    """Every operation of every service's model, as test parameters."""
    return [
        pytest.param(contract, operation, id=f"{contract.service}.{operation}")
        for contract in contracts()
        for operation in contract.model.operation_names
    ]


def refusals() -> list[Any]:
    """Every refusal that can be asked for, as test parameters."""
    return [
        pytest.param(contract, refusal, id=f"{contract.service}.{refusal.operation}: {refusal.id}")
        for contract in contracts()
        for refusal in contract.asked()
    ]
