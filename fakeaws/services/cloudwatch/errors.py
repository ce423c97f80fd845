"""CloudWatch's refusals, in AWS's words.

`AwsError.query_code` is the name of the error's shape: boto3 callers find it as ``Error.QueryErrorCode``.
"""

from __future__ import annotations

from fakeaws.aws.errors import AwsError


def invalid_value(message: str) -> AwsError:
    """``InvalidParameterValue``."""
    return AwsError("InvalidParameterValue", message, query_code="InvalidParameterValueException")


def invalid_combination(message: str) -> AwsError:
    """``InvalidParameterCombination``."""
    return AwsError("InvalidParameterCombination", message, query_code="InvalidParameterCombinationException")


def both_given(first: str, second: str) -> AwsError:
    """``InvalidParameterCombination`` for two parameters of which only one may be there."""
    return invalid_combination(
        f"The parameters {first} and {second} are mutually exclusive and you have specified both."
    )


def too_many(parameter: str, most: int) -> AwsError:
    """``InvalidParameterValue`` for a list that is too long."""
    return invalid_value(f"The collection {parameter} must not have a size greater than {most}.")


def missing(parameter: str) -> AwsError:
    """``MissingParameter``."""
    return AwsError(
        "MissingParameter",
        f"The parameter {parameter} is required.\n",
        query_code="MissingRequiredParameterException",
    )


def missing_in_new_words(parameter: str) -> AwsError:
    """The same of operations that have no ``MissingParameter``: ``ValidationError``."""
    return validation_error(f"The parameter {parameter} is required.\n")


def validation_error(message: str) -> AwsError:
    """``ValidationError``."""
    return AwsError("ValidationError", message, query_code="ValidationException")


def invalid_next_token() -> AwsError:
    """``InvalidNextToken``."""
    return AwsError("InvalidNextToken", "Invalid NextToken", query_code="InvalidNextToken")


def resource_not_found_exception(resource_type: str, resource_id: str, message: str = "") -> AwsError:
    """``ResourceNotFoundException`` (404), of tags and of the newer resources."""
    return AwsError(
        "ResourceNotFoundException",
        message,
        404,
        query_code="ResourceNotFoundException",
        fields={"ResourceType": resource_type, "ResourceId": resource_id},
    )


def no_dashboard(name: str) -> AwsError:
    """``ResourceNotFound`` (404)."""
    return AwsError("ResourceNotFound", f"Dashboard {name} does not exist", 404, query_code="DashboardNotFoundError")


def invalid_dashboard(message: str) -> AwsError:
    """``InvalidParameterInput``, of a dashboard's body."""
    return AwsError(
        "InvalidParameterInput",
        message,
        query_code="DashboardInvalidInputError",
        fields={"dashboardValidationMessages": [{"Message": message}]},
    )


def no_alarm() -> AwsError:
    """``ResourceNotFound`` (404)."""
    return AwsError("ResourceNotFound", "", 404, query_code="ResourceNotFound")


def invalid_format(message: str) -> AwsError:
    """``InvalidFormat``."""
    return AwsError("InvalidFormat", message, query_code="InvalidFormatFault")
