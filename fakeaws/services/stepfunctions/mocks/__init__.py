"""What stands in for Tasks: `aws.stepfunctions.mock_task`, and the mock configuration of Step Functions Local."""
