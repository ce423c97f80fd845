"""Short forms for rows of the tables of refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.conformance.contract import Refusal, Stage
from tests.conformance.mq import furniture as f

INVALID, NOT_FOUND, CONFLICT = "BadRequestException", "NotFoundException", "ConflictException"


class Rows:
    """Rows about the operations of one module; ``usual`` has for each a call that would succeed on the stage."""

    def __init__(self, usual: Mapping[str, Mapping[str, Any]]) -> None:
        self._usual = usual

    def __call__(
        self,
        id: str,
        operation: str,
        shape: str,
        attribute: str,
        message: str,
        given: Callable[[Stage], None] | None = None,
        *,
        unchecked: bool = False,
        **changed: Any,
    ) -> Refusal:
        """The usual call with something changed; ``None`` leaves a parameter out. ``attribute``: what is wrong."""
        params = {**self._usual[operation], **changed}
        asked = {name: value for name, value in params.items() if value is not None}
        fields = {"ErrorAttribute": attribute}
        return Refusal(id, operation, asked, shape, message, given=given, unchecked=unchecked, fields=fields)

    def no_broker(self, operation: str) -> Refusal:
        """An id that no broker has."""
        message = f"Can't find requested broker [{f.NO_BROKER}]. Make sure your broker exists."
        return self("no broker", operation, NOT_FOUND, "broker-id", message, BrokerId=f.NO_BROKER)

    def no_configuration(self, operation: str) -> Refusal:
        """An id that no configuration has."""
        message = f"Can't find requested configuration [{f.NO_CONFIGURATION}]. Make sure your configuration exists."
        attribute = "configuration_id"
        return self("none", operation, NOT_FOUND, attribute, message, ConfigurationId=f.NO_CONFIGURATION)

    def not_running(self, operation: str) -> Refusal:
        """A broker that reboots."""
        message = "Broker [<orders>] must be in state [RUNNING] but is [REBOOT_IN_PROGRESS]."
        return self("it reboots", operation, INVALID, "broker-id", message, reboot)

    def bad_pages(self, operation: str) -> list[Refusal]:
        """What is wrong with ``MaxResults`` and ``NextToken``."""
        words = "MaxResults must be between 1 and 100 but is"
        return [
            self("bad token", operation, INVALID, "nextToken", "The NextToken is invalid.", NextToken="none"),
            self("101 results", operation, INVALID, "maxResults", f"{words} 101.", MaxResults=101),
            self("no results", operation, INVALID, "maxResults", f"{words} 0.", MaxResults=0, unchecked=True),
        ]


def reboot(on: Stage) -> None:
    """The broker "orders" reboots."""
    on.ask("RebootBroker", BrokerId=on.values["<orders>"])
