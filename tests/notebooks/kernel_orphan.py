"""Starts a kernel as a Jupyter does that is killed before the kernel is up: writes after how many seconds nothing was left.

`python THIS_FILE [--reaper]`; with `--reaper` the kernel's new parent is this process, as a desktop's is some process of
its session, and not the first of all processes.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from jupyter_client.connect import write_connection_file

KERNEL = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "deno"
# Waits until the kernel is there, tells its number, and is gone before Python has come as far as to look for its parent.
JUPYTER = """
import os, subprocess, sys
kernel = subprocess.Popen(sys.argv[1:], env={**os.environ, "JPY_PARENT_PID": str(os.getpid())}, start_new_session=True)
print(kernel.pid, flush=True)
os._exit(0)
"""


def main(options: list[str]) -> None:
    if "--reaper" in options:
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
    with tempfile.TemporaryDirectory() as folder:
        connection, _ = write_connection_file(f"{folder}/kernel.json")
        jupyter = subprocess.Popen(
            [sys.executable, "-c", JUPYTER, sys.executable, "-I", KERNEL, connection],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        kernel = psutil.Process(int(jupyter.stdout.readline()))
        jupyter.wait()
        began, family = time.monotonic(), [kernel]
        while time.monotonic() - began < 60 and alive(kernel):
            family = family_of(kernel) or family
            time.sleep(0.05)
        left = [one for one in family if alive(one)]
        print(json.dumps({"left": len(left), "seconds": round(time.monotonic() - began, 1)}))
        for one in left:
            one.kill()


def family_of(kernel: psutil.Process) -> list[psutil.Process]:
    try:
        return [kernel, *kernel.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


if __name__ == "__main__":
    main(sys.argv[1:])
