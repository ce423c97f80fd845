"""A journey is booked as a whole or not at all: what one booking got, another's failure gives back."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.stories.workflows import call, create_machine


class TravelAgency:
    """The application: flights, hotels and cars, by functions that book and cancel."""

    def __init__(self, aws: World) -> None:
        self.booked: dict[str, set[str]] = {"flight": set(), "hotel": set(), "car": set()}
        self.full: set[str] = set()
        aws.lambda_.register("book", self.book, timeout=60)
        aws.lambda_.register("cancel", self.cancel)

    def book(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        time.sleep({"flight": 20, "hotel": 2, "car": 5}[event["what"]])
        if event["what"] in self.full:
            raise LookupError(f"no {event['what']} left")
        self.booked[event["what"]].add(event["trip"])
        return event

    def cancel(self, event: dict[str, Any], context: object) -> None:
        self.booked[event["what"]].discard(event["trip"])  # whether it was booked or not: cancelling twice is harmless


def booking(what: str) -> dict[str, Any]:
    name = f"Book the {what}"
    return {"StartAt": name, "States": {name: call("book", Parameters=of(what), TimeoutSeconds=30, End=True)}}


def of(what: str) -> dict[str, str]:
    return {"what": what, "trip.$": "$.trip"}


@pytest.fixture
def agency(aws: World) -> TravelAgency:
    return TravelAgency(aws)


@pytest.fixture
def machine(agency: TravelAgency) -> str:
    return create_machine(
        "trip",
        "Book",
        Book={
            "Type": "Parallel",
            "Branches": [booking("flight"), booking("hotel"), booking("car")],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.why", "Next": "Cancel"}],
            "ResultPath": None,
            "End": True,
        },
        Cancel={
            "Type": "Map",
            "ItemsPath": "$.all",
            "ItemSelector": {"what.$": "$$.Map.Item.Value", "trip.$": "$.trip"},
            "ItemProcessor": {"StartAt": "Undo", "States": {"Undo": call("cancel", End=True)}},
            "ResultPath": None,
            "Next": "Sorry",
        },
        Sorry={"Type": "Fail", "ErrorPath": "$.why.Error", "CausePath": "$.why.Cause"},
    )


def travel(aws: World, machine: str, trip: str) -> Any:
    sfn: Any = boto3.client("stepfunctions")
    wanted = json.dumps({"trip": trip, "all": ["flight", "hotel", "car"]})
    run = aws.stepfunctions.execution(sfn.start_execution(stateMachineArn=machine, input=wanted)["executionArn"])
    aws.clock.run_until_idle()
    return run


def test_a_trip_is_booked(aws: World, machine: str, agency: TravelAgency) -> None:
    run = travel(aws, machine, "rome")
    assert (run.status, run.path) == ("SUCCEEDED", ["Book"])
    assert agency.booked == {"flight": {"rome"}, "hotel": {"rome"}, "car": {"rome"}}
    assert aws.clock.elapsed.seconds == 20  # side by side


def test_without_a_car_the_hotel_is_given_back(aws: World, machine: str, agency: TravelAgency) -> None:
    agency.full.add("car")
    run = travel(aws, machine, "rome")
    assert (run.status, run.error, run.path) == ("FAILED", "LookupError", ["Book", "Cancel", "Sorry"])
    assert [visit.input["what"] for visit in run.state("Undo").visits] == ["flight", "hotel", "car"]
    assert run.state("Undo").visits[1].entered - run.state("Book").entered == timedelta(seconds=5)
    assert agency.booked["hotel"] == set()


def test_the_flight_is_booked_after_it_was_cancelled(aws: World, machine: str, agency: TravelAgency) -> None:
    """The bug of this saga: the function goes on when its branch is aborted, and nobody cancels after it."""
    agency.full.add("car")
    travel(aws, machine, "rome")
    aws.clock.advance(minutes=1)
    assert agency.booked["flight"] == {"rome"}
