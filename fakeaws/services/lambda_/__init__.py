"""AWS Lambda: functions that run in the test's process, in virtual time."""
