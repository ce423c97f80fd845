"""Service jobs: SageMaker training jobs that wait in a job queue; their environments and quota shares."""
