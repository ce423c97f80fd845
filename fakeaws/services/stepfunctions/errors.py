"""Step Functions' refusals, word by word."""

from __future__ import annotations

from collections.abc import Iterable

from fakeaws.aws.errors import About, AwsError


def validation(message: str, reason: str | None = None) -> AwsError:
    """``reason``: API_DOES_NOT_SUPPORT_LABELED_ARNS, MISSING_REQUIRED_PARAMETER, …."""
    return AwsError("ValidationException", message, fields=None if reason is None else {"reason": reason})


def invalid_arn_prefix(arn: str) -> AwsError:
    return AwsError("InvalidArn", f"Invalid Arn: 'Invalid ARN prefix: {arn}'")


def wrong_resource_type(resource_type: str) -> AwsError:
    return AwsError("InvalidArn", f"Invalid Arn: 'Resource type not valid in this context: {resource_type}'")


def invalid_name(name: str) -> AwsError:
    return AwsError("InvalidName", f"Invalid Name: '{name}'")


def invalid_token() -> AwsError:
    """Of a page or of a task."""
    return AwsError("InvalidToken", "Invalid Token: 'Invalid token'")


def throttled() -> AwsError:
    """Of every API; SDKs try again."""
    return AwsError("ThrottlingException", "Rate exceeded", retried=True)


def too_many_tags(arn: str) -> AwsError:
    return AwsError("TooManyTags", f"Too Many Tags: '{arn}'", fields={"resourceName": arn})


def encryption_invalid(reason: str) -> AwsError:
    return AwsError("InvalidEncryptionConfiguration", f"Invalid Encryption Configuration: {reason}")


def quota_exceeded(what: str) -> AwsError:
    return AwsError("ServiceQuotaExceededException", f"The maximum number of {what} has been reached.")


# -- state machines ------------------------------------------------------------------------------------------------------


def no_machine(arn: str) -> AwsError:
    return AwsError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")


def machine_exists(arn: str) -> AwsError:
    return AwsError("StateMachineAlreadyExists", f"State Machine Already Exists: '{arn}'")


def machine_deleting(arn: str) -> AwsError:
    return AwsError("StateMachineDeleting", f"State Machine is being deleted: '{arn}'")


def labelled_arn(arn: str) -> AwsError:
    """Of a Map state, ``stateMachine:name/label``, where only state machines are meant."""
    return validation(f"This operation does not support labeled ARNs: '{arn}'", "API_DOES_NOT_SUPPORT_LABELED_ARNS")


def too_many_machines() -> AwsError:
    return AwsError("StateMachineLimitExceeded", "The maximum number of state machines has been reached.")


def invalid_role(arn: str) -> AwsError:
    return AwsError("InvalidArn", f"Invalid Role Arn: '{arn}'")


def invalid_logging(reason: str) -> AwsError:
    return AwsError("InvalidLoggingConfiguration", f"Invalid Logging Configuration: {reason}")


def description_without_version() -> AwsError:
    return validation("Version description can only be set when publish is true")


def nothing_to_update() -> AwsError:
    return AwsError(
        "MissingRequiredParameter",
        "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
    )


def wrong_machine_type() -> AwsError:
    return AwsError("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine")


def resource_not_found(arn: str) -> AwsError:
    """Of the operations on tags."""
    return AwsError("ResourceNotFound", f"Resource not found: '{arn}'", fields={"resourceName": arn})


def reference_not_found(arn: str) -> AwsError:
    """Of the operations on aliases."""
    return AwsError(
        "ResourceNotFound", "Request references a resource that does not exist.", fields={"resourceName": arn}
    )


def invalid_routing(message: str) -> AwsError:
    return validation(message, "INVALID_ROUTING_CONFIGURATION")


def nothing_to_update_of_alias() -> AwsError:
    return validation(
        "Either the description or the routing configuration must be specified", "MISSING_REQUIRED_PARAMETER"
    )


def alias_differs() -> AwsError:
    return AwsError(
        "ConflictException",
        "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
    )


def version_in_use(aliases: Iterable[str]) -> AwsError:
    return AwsError(
        "ConflictException",
        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: "
        f"[{', '.join(aliases)}]",
    )


def another_revision(given: str, current: str) -> AwsError:
    return AwsError(
        "ConflictException",
        f"Failed to publish the State Machine version for revision {given}. "
        f"The current State Machine revision is {current}.",
    )


# -- executions ----------------------------------------------------------------------------------------------------------


def invalid_test_case(reason: str) -> AwsError:
    """Of ``stateMachineArn#TestCase``, which AWS does not have; ``reason`` is ours."""
    return AwsError("InvalidArn", f"Invalid Arn: '{reason}'")


def no_execution(arn: str) -> AwsError:
    return AwsError("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")


def execution_exists(arn: str) -> AwsError:
    return AwsError("ExecutionAlreadyExists", f"Execution Already Exists: '{arn}'")


def too_many_executions() -> AwsError:
    return AwsError(
        "ExecutionLimitExceeded",
        "The maximum number of running executions has been reached. "
        "Running executions must end or be stopped before a new execution can be started.",
    )


def one_of_two_arns() -> AwsError:
    """ListExecutions wants to know of what, once."""
    return validation("Exactly one of stateMachineArn and mapRunArn must be specified", "MISSING_REQUIRED_PARAMETER")


def invalid_input(reason: str) -> AwsError:
    return AwsError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{reason}'")


def not_redrivable(arn: str) -> AwsError:
    return AwsError("ExecutionNotRedrivable", f"Execution is not redrivable: '{arn}'")


# -- map runs ------------------------------------------------------------------------------------------------------------


def map_run_completed(arn: str) -> AwsError:
    return validation(f"Map Run has completed and cannot be updated: '{arn}'", "CANNOT_UPDATE_COMPLETED_MAP_RUN")


# -- activities and task tokens ------------------------------------------------------------------------------------------


def no_activity(arn: str) -> AwsError:
    return AwsError("ActivityDoesNotExist", f"Activity Does Not Exist: '{arn}'")


def activity_is_missing(arn: str) -> str:
    """What a state says whose activity was deleted."""
    return f"The activity {arn} does not exist."


def activity_exists(arn: str) -> AwsError:
    return AwsError("ActivityAlreadyExists", f"Activity Already Exists: '{arn}'")


def too_many_activities() -> AwsError:
    return AwsError("ActivityLimitExceeded", "The maximum number of activities has been reached.")


def too_many_workers() -> AwsError:
    return AwsError(
        "ActivityWorkerLimitExceeded",
        "The maximum number of workers concurrently polling for activity tasks has been reached.",
    )


def task_timed_out(about: About | None = None) -> AwsError:
    """``about``: what the timeline tells of it."""
    error = AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")
    error.about = about
    return error


def no_task() -> AwsError:
    return AwsError("TaskDoesNotExist", "Task does not exist")


def invalid_output(reason: str) -> AwsError:
    return AwsError("InvalidOutput", f"Invalid Output: '{reason}'")
