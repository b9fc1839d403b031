"""
Values for Zero to JupyterHub, from the same settings as `jupyterhub_config.py`:

    python3 tools/classroom/hub/values.py REGISTRY/course:TAG > values.yaml
    helm upgrade --install class jupyterhub/jupyterhub --values values.yaml --set hub.config.SharedPasswordAuthenticator.user_password=…

JSON is YAML, so nothing needs to be installed to write it.
"""

import json
import sys

import settings


def values(image: str) -> dict:
    name, _, tag = image.rpartition(":")
    if not name or "/" in tag:
        raise SystemExit(f"Cannot write the values: {image!r} has no tag, and NAME:TAG is wanted")
    return {
        "hub": {
            "config": {
                "JupyterHub": {"authenticator_class": "shared-password"},
                "Authenticator": {"allow_all": True, "username_pattern": settings.usernames},
            },
        },
        "singleuser": {
            "image": {"name": name, "tag": tag},
            "cmd": ["/srv/course/tools/classroom/hub/start"],
            "defaultUrl": settings.first_page,
            "startTimeout": settings.start_seconds,
            "memory": {"limit": f"{settings.memory_mb}M", "guarantee": f"{settings.memory_mb // 3}M"},
            "cpu": {"limit": settings.cores, "guarantee": settings.cores / 8},
            "storage": {"capacity": "1Gi", "homeMountPath": "/home/jovyan"},
            "extraEnv": {**settings.environment(), "COURSE": "/srv/course", "GIT_CONFIG_GLOBAL": "/srv/course/tools/classroom/hub/gitconfig"},
        },
        "cull": {"enabled": True, "timeout": settings.idle_minutes * 60, "every": settings.idle_minutes * 12},
        "prePuller": {"hook": {"enabled": True}},
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__.strip())
    print(json.dumps(values(sys.argv[1]), indent=2))
