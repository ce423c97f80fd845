"""Orders that the workshop makes: a state machine that charges, asks the workshop by a task token, and ships or refunds.

Its definition is `made_to_order.json`, with `${…}` for what the deployment fills in.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from orders.clients import stepfunctions
from orders.functions import put_function
from orders.infrastructure import create_queue
from orders.model import Order
from orders.settings import Settings
from orders.topics import topic_arn

DEFINITION = Path(__file__).with_suffix(".json")


def deploy_made_to_order(settings: Settings) -> str:
    """To be run after `infrastructure.deploy`. Running it again changes nothing. Returns the state machine's ARN."""
    urls = {**create_queue(settings, settings.workshop_queue), **create_queue(settings, settings.bookings_queue)}
    variables = {"BOOKINGS_QUEUE_URL": urls[settings.bookings_queue]}
    function = put_function(settings.bookings_function, "bookings", settings.function_role, 30, variables)
    return put_state_machine(
        settings,
        definition(
            BookingsFunction=function,
            WorkshopQueueUrl=urls[settings.workshop_queue],
            EventsTopic=topic_arn(settings.events_topic),
        ),
    )


def definition(**filled: str) -> dict[str, Any]:
    """The state machine's definition with each `${name}` filled in."""
    text = DEFINITION.read_text(encoding="utf-8")
    for name, value in filled.items():
        text = text.replace(f"${{{name}}}", value)
    found: dict[str, Any] = json.loads(text)
    return found


def put_state_machine(settings: Settings, definition: dict[str, Any]) -> str:
    """Create the state machine, or give it this definition: what runs already goes on with its own. Returns its ARN."""
    name, text = settings.made_to_order_machine, json.dumps(definition)
    try:
        created = stepfunctions.create_state_machine(name=name, definition=text, roleArn=settings.made_to_order_role)
    except stepfunctions.exceptions.StateMachineAlreadyExists:  # with another definition
        arn = machine_arn(settings)
        stepfunctions.update_state_machine(stateMachineArn=arn, definition=text)
        return arn
    return str(created["stateMachineArn"])


def machine_arn(settings: Settings) -> str:
    """The state machine's ARN. Raises `LookupError` if it is not there."""
    for page in stepfunctions.get_paginator("list_state_machines").paginate():
        for machine in page["stateMachines"]:
            if machine["name"] == settings.made_to_order_machine:
                return str(machine["stateMachineArn"])
    raise LookupError(f"no state machine {settings.made_to_order_machine}: was `python -m orders deploy` run?")


def have_made(order: Order, settings: Settings) -> str:
    """Start the workflow; twice with the same order starts it once. Returns the execution's ARN."""
    started = stepfunctions.start_execution(
        stateMachineArn=machine_arn(settings),
        name=f"order-{order.order_id}",
        input=json.dumps({"order": json.loads(order.to_json()), "total_cents": order.total_cents}),
    )
    return str(started["executionArn"])
