"""Job definitions that together have every member that a job definition can have."""

from __future__ import annotations

from typing import Any

from tests.conformance.batch.furniture import ROLE

_NEEDS = [{"type": "VCPU", "value": "4"}, {"type": "MEMORY", "value": "8192"}, {"type": "GPU", "value": "1"}]
_FARGATE_NEEDS = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]
_SECRETS = [{"name": "KEY", "valueFrom": "arn:aws:ssm:us-east-1:123456789012:parameter/key"}]
_VOLUMES = [
    {"name": "data", "host": {"sourcePath": "/data"}},
    {
        "name": "shared",
        "efsVolumeConfiguration": {
            "fileSystemId": "fs-1",
            "rootDirectory": "/",
            "transitEncryption": "ENABLED",
            "transitEncryptionPort": 2049,
            "authorizationConfig": {"accessPointId": "fsap-1", "iam": "ENABLED"},
        },
    },
    {
        "name": "objects",
        "s3filesVolumeConfiguration": {
            "fileSystemArn": "arn:aws:s3files:us-east-1:123456789012:file-system/fs-1",
            "rootDirectory": "/",
            "transitEncryptionPort": 2049,
            "accessPointArn": "arn:aws:s3files:us-east-1:123456789012:file-system/fs-1/access-point/fsap-1",
        },
    },
]
#: Of a container alone and of a task's.
_CONTAINER: dict[str, Any] = {
    "image": "busybox",
    "command": ["sleep", "1"],
    "environment": [{"name": "A", "value": "1"}],
    "linuxParameters": {
        "devices": [{"hostPath": "/dev/fuse", "containerPath": "/dev/fuse", "permissions": ["READ"]}],
        "initProcessEnabled": True,
        "sharedMemorySize": 64,
        "tmpfs": [{"containerPath": "/tmp", "size": 64, "mountOptions": ["noexec"]}],
        "maxSwap": 64,
        "swappiness": 60,
    },
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "jobs"},
        "secretOptions": _SECRETS,
    },
    "mountPoints": [{"sourceVolume": "data", "containerPath": "/data", "readOnly": True}],
    "privileged": True,
    "readonlyRootFilesystem": True,
    "repositoryCredentials": {"credentialsParameter": "arn:aws:secretsmanager:us-east-1:123456789012:secret:registry"},
    "resourceRequirements": _NEEDS,
    "secrets": _SECRETS,
    "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 2048}],
    "user": "nobody",
}
_EC2 = {
    **_CONTAINER,
    "volumes": _VOLUMES,
    "jobRoleArn": ROLE,
    "executionRoleArn": ROLE,
    "instanceType": "p3.2xlarge",
    "enableExecuteCommand": True,
}
_DEPRECATED = {"image": "busybox", "vcpus": 1, "memory": 128, "instanceType": "p3.2xlarge"}
_FARGATE_ONLY: dict[str, Any] = {
    "networkConfiguration": {"assignPublicIp": "ENABLED"},
    "ephemeralStorage": {"sizeInGiB": 30},
    "runtimePlatform": {"operatingSystemFamily": "LINUX", "cpuArchitecture": "ARM64"},
}
_FARGATE = {
    "image": "busybox",
    "executionRoleArn": ROLE,
    "resourceRequirements": _FARGATE_NEEDS,
    "fargatePlatformConfiguration": {"platformVersion": "1.4.0"},
    **_FARGATE_ONLY,
}
_TASK = {
    "containers": [
        {
            **_CONTAINER,
            "name": "router",
            "essential": False,
            "firelensConfiguration": {"type": "fluentbit", "options": {"enable-ecs-log-metadata": "true"}},
        },
        {
            **_CONTAINER,
            "name": "main",
            "dependsOn": [{"containerName": "router", "condition": "START"}],
            "startTimeout": 60,
            "stopTimeout": 60,
        },
    ],
    "executionRoleArn": ROLE,
    "taskRoleArn": ROLE,
    "ipcMode": "host",
    "pidMode": "task",
    "volumes": _VOLUMES,
    "enableExecuteCommand": True,
    "networkMode": "host",
}
_FARGATE_TASK = {
    "containers": [{"name": "main", "image": "busybox", "resourceRequirements": _FARGATE_NEEDS}],
    "executionRoleArn": ROLE,
    "platformVersion": "LATEST",
    **_FARGATE_ONLY,
}
_PODS_CONTAINER = {
    "name": "main",
    "image": "busybox",
    "imagePullPolicy": "Always",
    "command": ["sleep"],
    "args": ["1"],
    "env": [{"name": "A", "value": "1"}],
    "resources": {"limits": {"memory": "64Mi", "cpu": "1"}, "requests": {"memory": "64Mi", "cpu": "0.5"}},
    "volumeMounts": [{"name": "scratch", "mountPath": "/scratch", "subPath": "a", "readOnly": False}],
    "securityContext": {
        "runAsUser": 1,
        "runAsGroup": 1,
        "privileged": False,
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
    },
}
_POD = {
    "serviceAccountName": "jobs",
    "hostNetwork": True,
    "dnsPolicy": "ClusterFirst",
    "imagePullSecrets": [{"name": "registry"}],
    "containers": [_PODS_CONTAINER],
    "initContainers": [{**_PODS_CONTAINER, "name": "before"}],
    "volumes": [
        {"name": "scratch", "emptyDir": {"medium": "Memory", "sizeLimit": "1Mi"}},
        {"name": "host", "hostPath": {"path": "/data"}},
        {"name": "secret", "secret": {"secretName": "key", "optional": True}},
        {"name": "claim", "persistentVolumeClaim": {"claimName": "data", "readOnly": True}},
    ],
    "metadata": {"labels": {"team": "shop"}, "annotations": {"by": "night"}, "namespace": "jobs"},
    "shareProcessNamespace": True,
}
_LICENCES = {"consumableResourceList": [{"consumableResource": "licence", "quantity": 1}]}
_NODES = {
    "numNodes": 4,
    "mainNode": 0,
    "nodeRangeProperties": [
        {"targetNodes": "0", "container": _EC2, "consumableResourceProperties": _LICENCES},
        {"targetNodes": "1", "container": _DEPRECATED},
        {"targetNodes": "2", "ecsProperties": {"taskProperties": [_TASK]}, "instanceTypes": ["p3.2xlarge"]},
        {"targetNodes": "3:", "eksProperties": {"podProperties": _POD}, "instanceTypes": ["p3.2xlarge"]},
    ],
}

DEFINITIONS: list[dict[str, Any]] = [
    {
        "jobDefinitionName": "machines",
        "type": "container",
        "parameters": {"file": "a"},
        "schedulingPriority": 5,
        "containerProperties": _EC2,
        "retryStrategy": {
            "attempts": 3,
            "evaluateOnExit": [
                {"action": "RETRY", "onStatusReason": "Host EC2*", "onReason": "*", "onExitCode": "1*"},
                {"action": "EXIT"},
            ],
        },
        "propagateTags": True,
        "timeout": {"attemptDurationSeconds": 60},
        "tags": {"team": "shop"},
        "platformCapabilities": ["EC2"],
        "consumableResourceProperties": _LICENCES,
    },
    {"jobDefinitionName": "old", "type": "container", "containerProperties": _DEPRECATED},
    {
        "jobDefinitionName": "fargate",
        "type": "container",
        "containerProperties": _FARGATE,
        "platformCapabilities": ["FARGATE"],
    },
    {"jobDefinitionName": "task", "type": "container", "ecsProperties": {"taskProperties": [_TASK]}},
    {
        "jobDefinitionName": "fargate-task",
        "type": "container",
        "ecsProperties": {"taskProperties": [_FARGATE_TASK]},
        "platformCapabilities": ["FARGATE"],
    },
    {"jobDefinitionName": "pod", "type": "container", "eksProperties": {"podProperties": _POD}},
    {"jobDefinitionName": "nodes", "type": "multinode", "nodeProperties": _NODES},
]


def _paths(part: dict[str, Any], before: str) -> list[str]:
    found = []
    for name, value in part.items():
        found.append(f"{before}.{name}")
        found += _paths(value, f"{before}.{name}") if isinstance(value, dict) else []
    return found


#: Members of ``nodeRangeProperties`` that are for Fargate, where there are no nodes.
ONLY_FARGATE: list[str] = [
    *_paths({**_FARGATE_ONLY, "fargatePlatformConfiguration": {"platformVersion": ""}}, "container"),
    *_paths({**_FARGATE_ONLY, "platformVersion": ""}, "ecsProperties.taskProperties[]"),
]
