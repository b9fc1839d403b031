"""Starts JupyterLab with the options given, runs a cell on a kernel of its, ends JupyterLab with SIGKILL: writes what came of it.

`python THIS_FILE [--bare-kernel]` writes JSON: how kernels are called, what the cell gave, which programs stood between
JupyterLab and Deno, and how many of the kernel's processes were alive after how many seconds.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
from jupyter_client import BlockingKernelClient

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-for-the-tests"


def main(options: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    lab = subprocess.Popen(
        [sys.executable, ROOT / "tools" / "setup" / "lab.py", "--no-browser", f"--port={port}", *options],
        env={**os.environ, "JUPYTER_TOKEN": TOKEN}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    family: list[psutil.Process] = []
    try:
        ask = asker(f"http://localhost:{port}/api", lab)
        named = ask("kernelspecs")["kernelspecs"]["deno"]["spec"]["display_name"]
        kernel = ask("kernels", {"name": "deno"})["id"]
        result = run("20 + 22", Path(os.environ["JUPYTER_RUNTIME_DIR"], f"kernel-{kernel}.json"))
        first = [Path(one.exe()).name for one in psutil.Process(lab.pid).children()]
        family = psutil.Process(lab.pid).children(recursive=True)
        began = time.monotonic()
        lab.send_signal(signal.SIGKILL)
        lab.wait()
        _, alive = psutil.wait_procs(family, timeout=90)
        seconds = round(time.monotonic() - began, 1)
        print(json.dumps({
            "named": named, "result": result, "first": first,
            "processes": len(family), "alive": len(alive), "seconds": seconds,
        }))
    finally:
        for one in [*family, psutil.Process(lab.pid) if lab.poll() is None else None]:
            if one is not None and one.is_running():
                one.kill()


def asker(api: str, lab: subprocess.Popen):
    """Asks a Jupyter server, as soon as it answers; a busy machine takes long to start it."""

    def ask(path: str, data: dict | None = None):
        headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{api}/{path}", json.dumps(data).encode() if data else None, headers)
        while lab.poll() is None:
            try:
                with urllib.request.urlopen(request, timeout=300) as response:
                    return json.load(response)
            except ConnectionError:
                pass
            except urllib.error.URLError as problem:
                if not isinstance(problem.reason, ConnectionError):
                    raise
            time.sleep(0.2)
        raise RuntimeError(f"JupyterLab has ended by itself, with {lab.returncode}")

    return ask


def run(code: str, connection: Path) -> str:
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels(hb=False)
    ready = False
    while not ready:  # wait_for_ready takes a kernel for dead that starts slowly
        client.kernel_info()
        try:
            client.get_shell_msg(timeout=2)
            ready = client.get_iopub_msg(timeout=2) is not None  # else what the cell shows is not heard
        except queue.Empty:
            pass
    found: list[str] = []
    client.execute_interactive(code, output_hook=lambda one: found.append(one["content"].get("data", {}).get("text/plain", "")))
    client.stop_channels()
    return "".join(found)


if __name__ == "__main__":
    main(sys.argv[1:])
