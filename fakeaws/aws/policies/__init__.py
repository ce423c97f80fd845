"""IAM's policy language: documents, who asks, conditions, and the decision.

documents = [parse_policy(queue.policy)]
decision = evaluate(documents, Request(Principal.of_service("sns.amazonaws.com"), "sqs:SendMessage", queue.arn, {
    "aws:SourceArn": topic.arn}))
"""

from fakeaws.aws.policies.documents import MalformedPolicy, PolicyDocument, Statement, allow_statement, parse_policy
from fakeaws.aws.policies.evaluation import Decision, evaluate
from fakeaws.aws.policies.requests import Principal, Request

__all__ = [
    "Decision",
    "MalformedPolicy",
    "PolicyDocument",
    "Principal",
    "Request",
    "Statement",
    "allow_statement",
    "evaluate",
    "parse_policy",
]
