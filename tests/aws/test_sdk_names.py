"""Names of services, classes and exceptions in AWS's SDK for Java 2."""

from __future__ import annotations

import pytest

from fakeaws.aws.sdk_names import botocore_service, class_name, client_name


@pytest.mark.parametrize(
    ("package", "service"),
    [
        ("s3", "s3"),
        ("sfn", "stepfunctions"),
        ("eventbridge", "events"),
        ("cloudwatchlogs", "logs"),
        ("cloudwatch", "cloudwatch"),
        ("sesv2", "sesv2"),
        ("ses", "ses"),
        ("config", "config"),
        ("elasticsearch", "es"),
        ("elasticloadbalancingv2", "elbv2"),
        ("databasemigration", "dms"),
        ("cognitoidentityprovider", "cognito-idp"),
        ("bedrockagent", "bedrock-agent"),
        ("secretsmanager", "secretsmanager"),
        ("events", None),
        ("stepfunctions", None),
        ("nosuch", None),
    ],
)
def test_packages(package: str, service: str | None) -> None:
    assert botocore_service(package) == service


@pytest.mark.parametrize(
    ("service_id", "client"),
    [
        ("DynamoDB", "DynamoDb"),
        ("SFN", "Sfn"),
        ("S3", "S3"),
        ("CloudWatch Logs", "CloudWatchLogs"),
        ("Secrets Manager", "SecretsManager"),
        ("SESv2", "SesV2"),
        ("WAFV2", "Wafv2"),
        ("FSx", "FSx"),
        ("IoT", "Iot"),
        ("ACM PCA", "AcmPca"),
        ("Config Service", "Config"),
    ],
)
def test_clients(service_id: str, client: str) -> None:
    assert client_name(service_id) == client


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ("KMSDisabledException", "KmsDisabledException"),
        ("DBInstanceNotFoundException", "DbInstanceNotFoundException"),
        ("NoSuchBucketException", "NoSuchBucketException"),
        ("InvalidS3ReferenceException", "InvalidS3ReferenceException"),
    ],
)
def test_classes(shape: str, name: str) -> None:
    assert class_name(shape) == name
