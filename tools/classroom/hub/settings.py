"""
What a learner gets, on one machine and on Kubernetes alike: `jupyterhub_config.py` and `values.py` read it.

Each may be set for a class by an environment variable of its name in capitals, such as `CLASS_MEMORY_MB=2048`.
"""

from __future__ import annotations

import os

MEGABYTE = 2**20


def setting(name: str, otherwise: int) -> int:
    """A whole number from the environment, at least 1."""
    text = os.environ.get(f"CLASS_{name.upper()}", "")
    if text and not (text.isascii() and text.isdigit() and int(text) > 0):
        raise SystemExit(f"Cannot start the hub: CLASS_{name.upper()} is {text!r}, and a whole number from 1 on is wanted")
    return int(text) if text else otherwise


memory_mb = setting("memory_mb", 2048)  # a learner's server, kernels and helpers together
cores = setting("cores", 1)
idle_minutes = setting("idle_minutes", 30)  # after which a server nobody looks at is ended, its kernels with it
start_seconds = setting("start_seconds", 300)

usernames = r"^[a-z][a-z0-9-]{0,30}$"
first_page = "/lab/tree/memory/notebooks/00_start_here.ipynb"


def environment() -> dict[str, str]:
    """What the kernel obeys (tools/kernel/README.md)."""
    heap = memory_mb // 2  # the rest is for the numbers of tensors, which are not in the heap, and for Jupyter
    return {
        "COURSE_MEMORY_MB": str(heap),
        "COURSE_CORES": str(cores),
        "COURSE_REST": "600",  # seconds after which Deno ends where no cell has run
        "COURSE_TYPES": os.environ.get("CLASS_TYPES", "off"),  # a language server takes about 410 MB
        "DENO_NO_UPDATE_CHECK": "1",
    }
