"""The kernel's life: it starts and ends, starts Deno again when that has ended, and ends with Jupyter.

`requests.py` takes what front ends ask, `cells.py` runs cells. Only this process speaks with Deno.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import zmq.asyncio

import errors
from cells import Cells
from declarations import Declared
from deno import Deno, NoDeno, find
from front import Front
from language import Language
from front_requests import Requests

REST_SECONDS = float(os.environ.get("COURSE_REST") or 1200)  # how long Deno waits for the first cell of a notebook


class Kernel:
    """One kernel, from its connection file to its end."""

    def __init__(self, connection: dict):
        self.context = zmq.asyncio.Context()
        self.front = Front(self.context, connection)
        self.cells = Cells(self)
        self.requests = Requests(self, self.cells)
        root = project(Path.cwd())
        self.place = errors.Place(root, self.cells.count_of)
        self.language = None if os.environ.get("COURSE_TYPES") == "off" else Language(find(), root, Path.cwd())
        self.tasks: set[asyncio.Task] = set()
        self.ended = asyncio.Event()
        self.session, self.restarting, self.resting = 1, False, False

    async def main(self) -> int:
        self.parent = Parent()
        loop = asyncio.get_running_loop()
        if os.name != "nt":
            loop.add_signal_handler(signal.SIGINT, self.cells.press_stop)
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.ended.set)
        self.front.status("starting")
        self.spawn(self.front.heartbeat())  # also while Deno starts, or who waits for it takes this kernel for dead
        await self.start_deno()
        asked = self.requests
        for channel in ("shell", "control", "stdin"):
            self.spawn(asked.take_all(channel))
        self.spawn(self.cells.run_all())
        self.spawn(self.watch())
        if self.language:
            self.spawn(self.language.end_when_idle())
        await self.ended.wait()
        self.front.flush()
        await self.deno.end()
        if self.language:
            await self.language.server.end()
        for task in self.tasks:
            task.cancel()
        self.context.destroy(linger=1000)
        return 0

    def spawn(self, work) -> asyncio.Task:
        task = asyncio.create_task(work)
        self.tasks.add(task)

        def over(done: asyncio.Task) -> None:
            self.tasks.discard(done)
            if not done.cancelled() and done.exception() is not None:
                print(f"The kernel goes on after {done.exception()!r}", file=sys.stderr, flush=True)

        task.add_done_callback(over)
        return task

    async def start_deno(self) -> None:
        self.declared = Declared()
        self.deno = Deno(self.context, self.cells.from_deno)
        await self.deno.start()

    async def watch(self) -> None:
        """Ends with Jupyter; and starts Deno afresh when it has ended by itself."""
        while True:
            await asyncio.sleep(0.25)
            if self.parent.gone():
                self.ended.set()
            since = self.cells.untouched_since
            if since and not self.cells.waiting and time.monotonic() - since > REST_SECONDS:
                self.cells.untouched_since, self.resting = None, True
                await self.deno.end()
            if not self.deno.alive and not self.restarting and not self.resting:
                await asyncio.sleep(0.1)  # its last words
                await self.restart(self.deno.cause_of_death())

    async def ready(self) -> None:
        """Waits for a Deno that takes cells; wakes the one that rests."""
        if self.resting:
            await self.start_again()
        while self.restarting or not self.deno.alive:
            await asyncio.sleep(0.05)

    async def restart(self, why: str) -> None:
        """A fresh Deno behind the same sockets. The cell that ran ends with one sentence; the next to run begins with it."""
        if self.restarting:
            return
        cell = self.cells.running
        await self.start_again()
        self.session += 1
        if self.language:
            self.language.forget()
        sentence = f"the kernel had to be restarted, since {why}: run the cells above again"
        if cell and cell.sent:
            cell.end(errors.failure("KernelRestarted", sentence), self.cells.counts.get(cell.request.id, 0))
        else:
            self.cells.notice = f"T{sentence[1:]}"

    async def start_again(self) -> None:
        """A fresh Deno; where there is none to be had, the end of this kernel, of which Jupyter tells."""
        self.restarting, self.resting = True, False
        try:
            await self.deno.end()
            await self.start_deno()
        except NoDeno as problem:
            print(problem, file=sys.stderr, flush=True)
            self.ended.set()
            raise
        finally:
            self.restarting = False


class Parent:
    """The Jupyter server or program that started this kernel, which the kernel must not outlive."""

    def __init__(self):
        self.pid = os.getppid()
        self.handle = os.environ.get("JPY_PARENT_PID", "")  # Jupyter's number; on Windows a handle on it

    def gone(self) -> bool:
        if os.name != "nt":
            return os.getppid() != self.pid or (str(self.pid) != self.handle and self.went_before())
        if not self.handle.isdigit():
            return False
        import ctypes

        return ctypes.windll.kernel32.WaitForSingleObject(int(self.handle), 0) == 0

    def went_before(self) -> bool:
        """Whether Jupyter ended before this kernel had looked who had started it: then somebody else is its parent now."""
        try:
            os.kill(int(self.handle or self.pid), 0)
        except ProcessLookupError:
            return True
        except (PermissionError, ValueError):
            pass
        return False


def project(folder: Path) -> Path:
    """The folder of the deno.json that Deno uses for notebooks here."""
    return next((one for one in (folder, *folder.parents) if (one / "deno.json").exists()), folder)
