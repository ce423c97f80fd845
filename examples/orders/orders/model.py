"""What travels in messages: orders, the confirmations that answer them, and the news of both."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    article: str
    quantity: int
    unit_price_cents: int


@dataclass(frozen=True)
class Order:
    order_id: str
    email: str
    lines: tuple[Line, ...]

    @property
    def total_cents(self) -> int:
        return sum(line.quantity * line.unit_price_cents for line in self.lines)

    def to_json(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Raises `ValueError`, `KeyError` or `TypeError` if `text` is no order."""
        return cls.from_dict(json.loads(text))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Order:
        return cls(data["order_id"], data["email"], tuple(Line(**line) for line in data["lines"]))


@dataclass(frozen=True)
class Confirmation:
    """The answer to an order: accepted, or refused with the reason that the customer is told."""

    order_id: str
    email: str
    accepted: bool
    reason: str = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Confirmation:
        return cls(**json.loads(text))


@dataclass(frozen=True)
class Settled:
    """The news about an order: it was accepted, or refused."""

    order: Order
    confirmation: Confirmation

    def to_json(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Settled:
        data = json.loads(text)
        return cls(Order.from_dict(data["order"]), Confirmation(**data["confirmation"]))


class Refusal(Exception):
    """The order cannot be fulfilled and trying again will not help. The text goes to the customer."""
