"""ListMapRuns, DescribeMapRun, UpdateMapRun."""

from __future__ import annotations

from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions import errors, limits
from fakeaws.services.stepfunctions.map_runs.map_run import MapRun
from fakeaws.services.stepfunctions.names import EXECUTION, MAP_RUN, read_arn
from fakeaws.services.stepfunctions.operations.base import StepFunctionsBase
from fakeaws.simulation.clock import from_us


class MapRunOperations(StepFunctionsBase):
    """Operations on map runs."""

    def list_map_runs(self, call: Call) -> Result:
        params = call.params
        arn = params["executionArn"]
        execution = self.execution(read_arn(arn, EXECUTION).text)
        runs = list(enumerate(self.map_runs.of(execution)))
        try:
            found, token = page(
                runs[::-1],
                limit=params.get("maxResults") or limits.PAGE,
                token=params.get("nextToken"),
                key=_place,
                scope=f"ListMapRuns {arn}",
                descending=True,
            )
        except BadToken:
            raise errors.invalid_token() from None
        answer: Result = {"mapRuns": [_listed(run) for _, run in found]}
        if token is not None:
            answer["nextToken"] = token
        return answer

    def describe_map_run(self, call: Call) -> Result:
        run = self._map_run(call.params["mapRunArn"])
        settings = run.settings
        answer: Result = {
            "mapRunArn": run.arn,
            "executionArn": run.execution.arn,
            "status": run.status,
            "startDate": from_us(run.started_us),
            "maxConcurrency": settings.concurrency,
            "toleratedFailurePercentage": settings.tolerated_percentage or 0.0,
            "toleratedFailureCount": settings.tolerated_count or 0,
            "itemCounts": run.items.described(),
            "executionCounts": run.executions.described(),
            "redriveCount": run.redrive_count,
        }
        if run.stopped_us is not None:
            answer["stopDate"] = from_us(run.stopped_us)
        if run.redriven_us is not None:
            answer["redriveDate"] = from_us(run.redriven_us)
        return answer

    def update_map_run(self, call: Call) -> Result:
        params = call.params
        run = self._map_run(params["mapRunArn"])
        if not run.running:
            raise errors.map_run_completed(run.arn)
        settings = run.settings
        settings.concurrency = params.get("maxConcurrency", settings.concurrency)
        settings.tolerated_count = params.get("toleratedFailureCount", settings.tolerated_count)
        settings.tolerated_percentage = params.get("toleratedFailurePercentage", settings.tolerated_percentage)
        self.world.simulation.at(self.world.now_us, run.changed)
        return {}

    def _map_run(self, arn: str) -> MapRun:
        run = self.map_runs.find(read_arn(arn, MAP_RUN).text)
        if run is None:
            raise errors.reference_not_found(arn)
        return run


def _place(numbered: tuple[int, MapRun]) -> int:
    return numbered[0]


def _listed(run: MapRun) -> Result:
    shown: Result = {
        "executionArn": run.execution.arn,
        "mapRunArn": run.arn,
        "stateMachineArn": run.machine.arn,
        "startDate": from_us(run.started_us),
    }
    if run.stopped_us is not None:
        shown["stopDate"] = from_us(run.stopped_us)
    return shown
