"""RedriveExecution."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.stepfunctions import errors, limits
from fakeaws.services.stepfunctions.executions.answers import moment
from fakeaws.services.stepfunctions.executions.execution import RUNNING
from fakeaws.services.stepfunctions.executions.redrivable import REDRIVABLE, redrive_status
from fakeaws.services.stepfunctions.names import EXECUTION, read_arn
from fakeaws.services.stepfunctions.operations.starting import StartingOperations


class RedrivingOperations(StartingOperations):
    """Executions that came to no good end, once more from there."""

    def redrive_execution(self, call: Call) -> Result:
        params = call.params
        execution = self.execution(read_arn(params["executionArn"], EXECUTION).text)
        token, now_us = params.get("clientToken"), self.world.wall_us
        done_us = None if token is None else execution.redrive_tokens.get(token)
        if done_us is not None and now_us - done_us < limits.REDRIVE_TOKEN_US:
            return {"redriveDate": moment(done_us)}
        if redrive_status(execution, now_us)[0] != REDRIVABLE:
            raise errors.not_redrivable(execution.arn)
        self.check_open()
        if token is not None:
            execution.redrive_tokens[token] = now_us
        execution.revive(now_us)
        call.recorded = True
        self.note(execution, "RedriveExecution", RUNNING, {"redrive": execution.redrive_count})
        self.engine.redrive(execution)
        return {"redriveDate": moment(now_us)}
