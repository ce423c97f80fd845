"""AWS Step Functions.

- `operations`: the API, one method per operation; `machines`, `activities`, `routing`, `tagging`: what it makes and names;
  `errors`: the words of its refusals; `limits`, `throttling`: quotas and token buckets
- `language`: definitions and values, without executions: parser, diagnostics, paths, templates, intrinsics, JSONata, Choices
- `engine`: what runs executions, state by state; `executions`: what they are, and their histories
- `integrations`: what Tasks call; `task_queues`: activities' workers; `mocks`: what stands in for Tasks
- `map_runs`: distributed Maps; `testing`: TestState
- `execution_logs`, `metrics`, `executions.status_events`: what others hear of executions
- `inspection`: ``aws.stepfunctions``; `viewing`: executions for people; `coverage`: of states; `diagnosis`: usual mistakes
"""
