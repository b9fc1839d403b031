"""Presses the stop button: runs cells on the real kernel and sends it interrupts, then says what happened as JSON.

Reads a list of {"code", "interrupt": [seconds, ...]} from standard input; writes for each what its cell
showed last, its error, and whether the kernel lives.
"""

import json
import sys
import time

from jupyter_client.manager import start_new_kernel


def run(manager, client, code, interrupts, patience=60):
    message = client.execute(code)
    start = time.monotonic()
    waiting = list(interrupts)
    found = {"shown": None, "error": None, "alive": True}
    while time.monotonic() - start < patience:
        if waiting and time.monotonic() - start >= waiting[0]:
            waiting.pop(0)
            manager.interrupt_kernel()
        if not manager.is_alive():
            return {**found, "alive": False}
        try:
            reply = client.get_iopub_msg(timeout=0.1)
        except Exception:
            continue
        if reply["parent_header"].get("msg_id") != message:
            continue
        content = reply["content"]
        if "data" in content:
            found["shown"] = content["data"].get("text/plain")
        if reply["msg_type"] == "error":
            found["error"] = [content["ename"], content["evalue"]]
        if reply["msg_type"] == "status" and content["execution_state"] == "idle":
            return found
    return {**found, "error": ["Timeout", f"no answer in {patience} s"]}


manager, client = start_new_kernel(kernel_name="deno")
try:
    results = [run(manager, client, cell["code"], cell.get("interrupt", [])) for cell in json.load(sys.stdin)]
    print(json.dumps(results))
finally:
    manager.shutdown_kernel(now=True)
