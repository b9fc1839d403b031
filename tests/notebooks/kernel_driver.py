"""Drives a kernel over the Jupyter protocol: reads steps as JSON from the file named first, writes what came of them.

What is waited for is waited for long, since a machine may be busy, and never longer than until it has come.

A step is an object with one of these:
  cells      sends these cells at once; `press` is a list of when stop is pressed: seconds, counted from when the first
             has begun, or with `early` from when it was sent, or a text that it shows; `goOn` says that the cells
             want to run after an error of another, `patience` is how long to wait for all of them, `person` that they
             come from a front end that names its cells, as those for people do, `until` a text that has to be shown
             as well, `leaveAt` one at which nothing more is waited for, `input` what a question is answered with, once
             all cells have been sent, or false for a reader who leaves it open
  request    [type, content], sent on `channel` or the shell; its answer may take `seconds`
  leave      closes the client while these cells run, and comes again with another after so many seconds
  junk       sends frames that are malformed or signed with a wrong key
  kill       ends Deno, or the kernel itself, with SIGKILL
  reborn     waits for another Deno than the one that was there before the last step
  restart    restarts the kernel as Jupyter does
  outputs    asks what cells have shown, whose counts are given, as JupyterLab's page does for a tab opened again
  wait       so many seconds
  quiet      waits until nothing has been shown for so many seconds
  deaf       another front end connects, and reads nothing of what it is sent
  family     the processes that the kernel has started; with `gone` as soon as there are none, waiting so many seconds
  weight     megabytes of memory that the kernel itself takes, without what it has started
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import time

import psutil
import zmq
from jupyter_client import KernelManager
from jupyter_client.session import Session

LONG = 90

STEPS = ("cells", "request", "leave", "junk", "kill", "restart", "outputs", "wait", "family", "deaf", "weight", "reborn", "quiet")


class Driver:
    def __init__(self, name: str):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.connect()

    def connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LONG)

    # ---- steps

    def cells(self, codes: list[str], press=(), patience: float = LONG, goOn: bool = False, input: str | bool | None = None, person: bool = False, **times) -> list[dict]:  # noqa: A002
        ids = []
        for at, code in enumerate(codes):
            content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
            content |= {"allow_stdin": input is not None, "stop_on_error": not goOn}
            metadata = {"cellId": f"cell {at}: {code}"} if person else {}
            message = self.client.session.msg("execute_request", content, metadata=metadata)
            self.client.shell_channel.send(message)
            ids.append(message["header"]["msg_id"])
        return self.collect(ids, press, patience, input, **times)

    def collect(
        self, ids: list[str], press, patience: float, answer: str | bool | None,
        until: str = "", leaveAt: str | None = None, early: bool = False,
    ) -> list[dict]:
        found = {one: {"status": None, "outputs": [], "error": None, "idle": False, "begun": False} for one in ids}
        began, waiting = time.monotonic(), list(press)
        pressed, from_when = began, began if early else None
        self.awaited, self.seen = {one for one in (until, leaveAt, *press) if isinstance(one, str) and one}, {""}
        while time.monotonic() - began < patience:
            if leaveAt in self.seen:
                break
            if from_when is None and found[ids[0]]["begun"]:
                from_when = time.monotonic()
            if waiting and (waiting[0] in self.seen if isinstance(waiting[0], str) else from_when and time.monotonic() - from_when >= waiting[0]):
                waiting.pop(0)
                pressed = time.monotonic()
                self.manager.interrupt_kernel()
            for get in (self.client.get_iopub_msg, self.client.get_shell_msg, self.client.get_stdin_msg):
                try:
                    while True:
                        self.take(get(timeout=0.005), found, time.monotonic() - pressed, answer)
                except queue.Empty:
                    pass
            if until in self.seen and all(one["status"] and one["idle"] for one in found.values()):
                break
        return list(found.values())

    def take(self, message: dict, found: dict, seconds: float, answer: str | bool | None) -> None:
        one = found.get(message["parent_header"].get("msg_id"))
        if one is None:
            return
        kind, content = message["msg_type"], message["content"]
        if kind.endswith("_reply"):
            one.update(status=content["status"], reply=content, seconds=round(seconds, 3))
        elif kind == "input_request" and answer:
            self.client.input(answer)
        elif kind == "status":
            one["idle"] = one["idle"] or content["execution_state"] == "idle"
        elif kind == "error":
            one["error"] = content
        elif kind == "execute_input":
            one["begun"] = True
        else:
            one["outputs"].append({"type": kind, "late": one["idle"], **content})
            self.seen |= {text for text in self.awaited if text in json.dumps(content, ensure_ascii=False)}

    def request(self, wanted: list, channel: str = "shell", seconds: float = LONG) -> dict:
        kind, content = wanted
        message = self.client.session.msg(kind, content)
        where = getattr(self.client, f"{channel}_channel")
        where.send(message)
        return self.collect_from(where, message["header"]["msg_id"], seconds)

    def collect_from(self, channel, wanted: str, seconds: float, kind: str = "") -> dict | None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                message = channel.get_msg(timeout=0.05)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") == wanted and message["msg_type"].endswith(kind):
                return message["content"]
        return None

    def leave(self, codes: list[str], seconds: float) -> None:
        for code in codes:
            self.client.execute(code)
        time.sleep(0.3)
        self.client.stop_channels()
        time.sleep(seconds)
        self.connect()

    def junk(self, _) -> None:
        """Frames that nobody honest sends, and one cell signed with another key."""
        with zmq.Context() as context, context.socket(zmq.DEALER) as one:
            one.linger = 1000
            one.connect(f"tcp://{self.manager.ip}:{self.manager.shell_port}")
            for frames in ([b"junk"], [b"", b"<IDS|MSG>", b"x", b"{}"], [b"<IDS|MSG>", b"", b"no", b"{}", b"{}", b"{}"]):
                one.send_multipart(frames)
            content = {"code": "globalThis.intruder = true", "silent": False, "store_history": True, "user_expressions": {}}
            Session(key=b"another key").send(one, "execute_request", content)
            time.sleep(0.5)

    def kill(self, what: str) -> dict:
        kernel = psutil.Process(self.manager.provisioner.process.pid)
        family = kernel.children(recursive=True)
        os.kill(kernel.pid if what == "kernel" else family[0].pid, signal.SIGKILL)
        gone, alive = psutil.wait_procs(family, timeout=LONG)
        return {"alive": len(alive), "gone": len(gone)}

    def reborn(self, _) -> None:
        end = time.monotonic() + LONG
        while self.deno() in (None, self.before) and time.monotonic() < end:
            time.sleep(0.1)

    def quiet(self, seconds: float) -> None:
        end, since = time.monotonic() + LONG, time.monotonic()
        while time.monotonic() - since < seconds and time.monotonic() < end:
            try:
                self.client.get_iopub_msg(timeout=seconds)
                since = time.monotonic()
            except queue.Empty:
                break

    def restart(self, _) -> None:
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=LONG)

    def outputs(self, known: dict) -> dict:
        comm = {"comm_id": "one", "target_name": "course.outputs", "data": {"known": known}}
        message = self.client.session.msg("comm_open", comm)
        self.client.shell_channel.send(message)
        return self.collect_from(self.client.iopub_channel, message["header"]["msg_id"], LONG, "comm_msg")["data"]

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def deaf(self, _) -> None:
        self.ear = zmq.Context.instance().socket(zmq.SUB)
        self.ear.linger, self.ear.rcvhwm = 0, 1
        self.ear.subscribe(b"")
        self.ear.connect(f"tcp://{self.manager.ip}:{self.manager.iopub_port}")
        time.sleep(0.5)

    def weight(self, _) -> int:
        return psutil.Process(self.manager.provisioner.process.pid).memory_info().rss // 2**20

    def family(self, _, gone: float = 0) -> list[str]:
        kernel = psutil.Process(self.manager.provisioner.process.pid)
        end = time.monotonic() + gone
        while (found := [one.name() for one in kernel.children(recursive=True)]) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def deno(self) -> int | None:
        try:
            return next((one.pid for one in psutil.Process(self.manager.provisioner.process.pid).children()), None)
        except psutil.NoSuchProcess:
            return None

    def step(self, step: dict):
        name = next(name for name in STEPS if name in step)
        others = {key: value for key, value in step.items() if key != name}
        if name != "reborn":
            self.before = self.deno()
        return getattr(self, name)(step[name], **others)


def main(path: str, name: str = "deno") -> None:
    driver = Driver(name)
    try:
        with open(path, encoding="utf-8") as file:
            results = [driver.step(step) for step in json.load(file)]
    finally:
        driver.client.stop_channels()
        driver.manager.shutdown_kernel(now=True)
    print(json.dumps(results))


if __name__ == "__main__":
    main(*sys.argv[1:])
