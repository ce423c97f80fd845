"""Job definitions that leave nothing out of what a job can show of them."""

from __future__ import annotations

from typing import Any

from tests.conformance.batch.furniture import ROLE

_NEEDS = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]
_SECRETS = [{"name": "KEY", "valueFrom": "arn:aws:ssm:us-east-1:123456789012:parameter/key"}]
_MOUNTS = [{"containerPath": "/scratch", "readOnly": False, "sourceVolume": "scratch"}]
_VOLUMES = [
    {"name": "scratch", "host": {"sourcePath": "/tmp"}},
    {
        "name": "shared",
        "efsVolumeConfiguration": {
            "fileSystemId": "fs-12345678",
            "rootDirectory": "/",
            "transitEncryption": "ENABLED",
            "transitEncryptionPort": 2049,
            "authorizationConfig": {"accessPointId": "fsap-1", "iam": "ENABLED"},
        },
    },
    {
        "name": "bucket",
        "s3filesVolumeConfiguration": {
            "fileSystemArn": "arn:aws:s3files:us-east-1:123456789012:file-system/fs-1",
            "rootDirectory": "/",
            "transitEncryptionPort": 2049,
            "accessPointArn": "arn:aws:s3files:us-east-1:123456789012:file-system/fs-1/access-point/fsap-1",
        },
    },
]
_LINUX = {
    "devices": [{"hostPath": "/dev/fuse", "containerPath": "/dev/fuse", "permissions": ["READ"]}],
    "initProcessEnabled": True,
    "sharedMemorySize": 64,
    "tmpfs": [{"containerPath": "/tmp", "size": 64, "mountOptions": ["rw"]}],
    "maxSwap": 64,
    "swappiness": 60,
}
_LOGS = {"logDriver": "awslogs", "options": {"awslogs-region": "us-east-1"}, "secretOptions": _SECRETS}
_CREDENTIALS = {"credentialsParameter": "arn:aws:secretsmanager:us-east-1:123456789012:secret:registry"}
_PLATFORM = {"operatingSystemFamily": "LINUX", "cpuArchitecture": "X86_64"}

#: ``containerProperties`` on EC2, and in the deprecated way.
MACHINE: dict[str, Any] = {
    "image": "busybox",
    "command": ["exit", "1"],
    "jobRoleArn": ROLE,
    "executionRoleArn": ROLE,
    "volumes": _VOLUMES,
    "environment": [{"name": "COLOUR", "value": "red"}],
    "mountPoints": _MOUNTS,
    "readonlyRootFilesystem": False,
    "privileged": True,
    "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 2048}],
    "user": "nobody",
    "resourceRequirements": _NEEDS,
    "linuxParameters": _LINUX,
    "logConfiguration": _LOGS,
    "secrets": _SECRETS,
    "repositoryCredentials": _CREDENTIALS,
    "enableExecuteCommand": True,
}
DEPRECATED: dict[str, Any] = {"image": "busybox", "command": ["true"], "vcpus": 1, "memory": 128}
#: Its log group is not there: it cannot start.
UNLOGGED: dict[str, Any] = {
    **DEPRECATED,
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "none"}},
}
#: On Fargate.
TASK: dict[str, Any] = {
    "image": "busybox",
    "command": ["true"],
    "executionRoleArn": ROLE,
    "resourceRequirements": _NEEDS,
    "networkConfiguration": {"assignPublicIp": "ENABLED"},
    "fargatePlatformConfiguration": {"platformVersion": "LATEST"},
    "ephemeralStorage": {"sizeInGiB": 30},
    "runtimePlatform": _PLATFORM,
}
#: ``ecsProperties`` on EC2 and on Fargate.
_SIDECAR = {
    "name": "logs",
    "image": "fluent-bit",
    "essential": False,
    "resourceRequirements": [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "128"}],
    "firelensConfiguration": {"type": "fluentbit", "options": {"enable-ecs-log-metadata": "true"}},
}
_MAIN = {
    name: value
    for name, value in MACHINE.items()
    if name not in ("jobRoleArn", "executionRoleArn", "volumes", "enableExecuteCommand")
}
TASKS: dict[str, Any] = {
    "taskProperties": [
        {
            "containers": [
                {
                    **_MAIN,
                    "name": "main",
                    "essential": True,
                    "dependsOn": [{"containerName": "logs", "condition": "START"}],
                    "startTimeout": 30,
                    "stopTimeout": 30,
                },
                _SIDECAR,
            ],
            "executionRoleArn": ROLE,
            "taskRoleArn": ROLE,
            "ipcMode": "task",
            "pidMode": "task",
            "networkMode": "awsvpc",
            "volumes": _VOLUMES,
            "enableExecuteCommand": True,
        }
    ]
}
UNLOGGED_TASKS: dict[str, Any] = {
    "taskProperties": [
        {
            "containers": [
                {
                    "name": "main",
                    "image": "busybox",
                    "resourceRequirements": _NEEDS,
                    "logConfiguration": UNLOGGED["logConfiguration"],
                }
            ]
        }
    ]
}
TASKS_ON_FARGATE: dict[str, Any] = {
    "taskProperties": [
        {
            "containers": [{"name": "main", "image": "busybox", "command": ["true"], "resourceRequirements": _NEEDS}],
            "executionRoleArn": ROLE,
            "platformVersion": "LATEST",
            "ephemeralStorage": {"sizeInGiB": 30},
            "networkConfiguration": {"assignPublicIp": "ENABLED"},
            "runtimePlatform": _PLATFORM,
        }
    ]
}
_POD_CONTAINER = {
    "name": "main",
    "image": "busybox",
    "imagePullPolicy": "Always",
    "command": ["sleep"],
    "args": ["1"],
    "env": [{"name": "COLOUR", "value": "red"}],
    "resources": {"limits": {"cpu": "1", "memory": "128Mi"}, "requests": {"cpu": "1", "memory": "128Mi"}},
    "volumeMounts": [{"name": "host", "mountPath": "/host", "subPath": "a", "readOnly": True}],
    "securityContext": {
        "runAsUser": 1000,
        "runAsGroup": 1000,
        "privileged": False,
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
    },
}
#: ``eksProperties``.
POD: dict[str, Any] = {
    "podProperties": {
        "serviceAccountName": "batch",
        "hostNetwork": True,
        "dnsPolicy": "ClusterFirst",
        "imagePullSecrets": [{"name": "registry"}],
        "containers": [_POD_CONTAINER],
        "initContainers": [{**_POD_CONTAINER, "name": "first"}],
        "volumes": [
            {"name": "host", "hostPath": {"path": "/tmp"}},
            {"name": "memory", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}},
            {"name": "secret", "secret": {"secretName": "s", "optional": True}},
            {"name": "claim", "persistentVolumeClaim": {"claimName": "c", "readOnly": True}},
        ],
        "metadata": {"labels": {"a": "b"}, "annotations": {"c": "d"}, "namespace": "jobs"},
        "shareProcessNamespace": True,
    }
}


def nodes(**form: Any) -> dict[str, Any]:
    """``nodeProperties`` of two nodes of that form."""
    return {"numNodes": 2, "mainNode": 0, "nodeRangeProperties": [{"targetNodes": "0:1", **form}]}
