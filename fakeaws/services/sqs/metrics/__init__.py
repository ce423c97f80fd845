"""What SQS emits to CloudWatch, in the namespace ``AWS/SQS``: worked out from the timeline when somebody looks."""

from fakeaws.services.sqs.metrics.reading import SqsMetering

__all__ = ["SqsMetering"]
