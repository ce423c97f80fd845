"""Amazon MQ's errors: code and HTTP status; and those that no call here leads to."""

from __future__ import annotations

from tests.conformance.contract import Known

CATALOGUE: dict[str, Known] = {
    name: Known(name, status)
    for name, status in {
        "BadRequestException": 400,
        "UnauthorizedException": 401,
        "ForbiddenException": 403,
        "NotFoundException": 404,
        "ConflictException": 409,
        "InternalServerErrorException": 500,
    }.items()
}

#: Modelled errors that no call of any operation here leads to.
UNASKED: dict[str, str] = {
    "ForbiddenException": "nobody is denied anything here: aws.faults.fail with the code",
    "InternalServerErrorException": "AWS's own failures: aws.faults.fail with the code",
    "UnauthorizedException": "nobody is denied anything here: aws.faults.fail with the code",
}
