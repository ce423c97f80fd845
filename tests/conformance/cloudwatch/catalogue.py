"""CloudWatch's errors: code, HTTP status, whether boto3 has a class for it; and those that no call here leads to."""

from __future__ import annotations

from tests.conformance.contract import Known

CATALOGUE: dict[str, Known] = {
    "ConcurrentModificationException": Known("ConcurrentModificationException", 429),
    "ConflictException": Known("ConflictException", 409),
    "DashboardInvalidInputError": Known("InvalidParameterInput", 400),
    "DashboardNotFoundError": Known("ResourceNotFound", 404),
    "InternalServiceFault": Known("InternalServiceError", 500),
    "InvalidFormatFault": Known("InvalidFormat", 400),
    "InvalidNextToken": Known("InvalidNextToken", 400),
    "InvalidParameterCombinationException": Known("InvalidParameterCombination", 400),
    "InvalidParameterValueException": Known("InvalidParameterValue", 400),
    "KmsAccessDeniedException": Known("KmsAccessDeniedException", 400),
    "KmsKeyDisabledException": Known("KmsKeyDisabledException", 400),
    "KmsKeyNotFoundException": Known("KmsKeyNotFoundException", 400),
    "LimitExceededException": Known("LimitExceededException", 400),
    "LimitExceededFault": Known("LimitExceeded", 400),
    "MissingRequiredParameterException": Known("MissingParameter", 400),
    "ResourceConflict": Known("ResourceConflict", 409),
    "ResourceNotFound": Known("ResourceNotFound", 404),
    "ResourceNotFoundException": Known("ResourceNotFoundException", 404),
    "ValidationException": Known("ValidationError", 400),
}

_NOT_THERE = "of an operation that is not there"
_MODEL = "AWS's front end refuses what the model constrains: ValidationError"
_ONE_WAY = "there are no parameters that exclude each other"
_NONE_REQUIRED = "no parameter is required"

#: Modelled errors that no call here leads to.
UNASKED: dict[str, str] = {
    "ConcurrentModificationException": "calls follow one another: aws.faults.fail with the code",
    "ConflictException": "changes take effect at once: aws.faults.fail with the code",
    "InternalServiceFault": "AWS fails only when told to: aws.faults.fail with the code",
    "LimitExceededException": "quotas of rules and detectors are not kept: aws.faults.fail with the code",
    "LimitExceededFault": "quotas of alarms are not kept: aws.faults.fail with the code",
    "DeleteAlarms.ResourceConflict": "alarms that others depend on are refused with ValidationError",
    "DeleteAlarms.ResourceNotFound": "unknown names are passed over",
    "ListAlarmMuteRules.ResourceNotFoundException": "an alarm that is not there has no rules",
    "ListTagsForResource.InvalidParameterValueException": _MODEL,
    "ListTagsForResource.ResourceNotFoundException": "what is not there has no tags",
    "KmsAccessDeniedException": _NOT_THERE,
    "KmsKeyDisabledException": _NOT_THERE,
    "KmsKeyNotFoundException": _NOT_THERE,
    **{
        f"{operation}.InvalidParameterValueException": _MODEL
        for operation in (
            "DeleteAnomalyDetector",
            "DeleteInsightRules",
            "DeleteMetricStream",
            "DescribeAnomalyDetectors",
            "DisableInsightRules",
            "EnableInsightRules",
            "GetMetricStream",
            "ListMetricStreams",
            "PutAnomalyDetector",
            "StartMetricStreams",
            "StopMetricStreams",
        )
    },
    "DescribeAnomalyDetectors.InvalidParameterCombinationException": _ONE_WAY,
    "GetMetricStream.InvalidParameterCombinationException": _ONE_WAY,
    "ListMetricStreams.MissingRequiredParameterException": _NONE_REQUIRED,
}
