"""The kernel: takes requests of front ends, runs cells one after another in Deno, and sends on what comes of them.

Only this process speaks with Deno. A cell is over when Deno has both replied and said `idle`; then the front end is
told what Deno left out, and only then that the cell is over, so that nothing comes too late.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections import deque
from datetime import datetime
from itertools import count
from fnmatch import fnmatchcase
from pathlib import Path

import zmq.asyncio

import errors
from declarations import Declared
from deno import Deno, NoDeno, find
from front import Front
from language import Language
from outputs import TARGET
from stop import Stop
from wire import Message

GRACE = 0.5  # seconds after an error in which a request may still come that was sent before the error was known
CHATTY = 30  # messages of output after which Deno may say `idle` before the last of them
COURSE = 'globalThis[Symbol.for("course.kernel")]'
REMEMBERED_CELLS = 1000
REST_SECONDS = float(os.environ.get("COURSE_REST") or 1200)  # how long Deno waits for the first cell of a notebook
TYPES_SECONDS = 0.3  # what the last of the cells waits for a note on its types, which may also come later


class Cell:
    """A request that Deno is at work on, and what has come of it so far."""

    def __init__(self, request: Message, prefix: str = ""):
        self.request, self.prefix, self.header = request, prefix, request.header
        self.reply: dict | None = None
        self.error: dict | None = None
        self.idle, self.outputs, self.last_output, self.posting = False, 0, 0.0, False
        self.over = asyncio.get_running_loop().create_future()
        self.silent = bool(request.content.get("silent"))

    def check(self) -> None:
        if self.reply is not None and self.idle and not self.over.done():
            self.over.set_result(self.reply)


class Kernel:
    """One kernel, from its connection file to its end."""

    def __init__(self, connection: dict):
        self.context = zmq.asyncio.Context()
        self.front = Front(self.context, connection)
        root = project(Path.cwd())
        self.place = errors.Place(root, self.count_of)
        self.language = None if os.environ.get("COURSE_TYPES") == "off" else Language(find(), root, Path.cwd())
        self.tasks: set[asyncio.Task] = set()
        self.cell: Cell | None = None
        self.shown: dict[str, dict] = {}  # the headers of cells by their request, for what comes late
        self.numbers: dict[int, dict] = {}  # and by the number that JavaScript knows
        self.waiting: deque[Message] = deque()
        self.more = asyncio.Event()
        self.ended = asyncio.Event()
        self.counts: dict[str, int] = {}  # what stands in brackets before it, by its request
        self.failed_at, self.abort_until = 0.0, 0.0
        self.skews: dict[str, float] = {}
        self.history: list[tuple[int, int, str]] = []
        self.session, self.restarting = 1, False
        self.counter = count(1)
        self.private: dict[str, asyncio.Future] = {}
        self.notice: str | None = None  # what the reader of the next cell must know
        self.untouched_since: float | None = time.monotonic()  # a notebook that is only looked at needs no Deno
        self.resting = False

    async def main(self) -> int:
        self.parent = Parent()
        loop = asyncio.get_running_loop()
        if os.name != "nt":
            loop.add_signal_handler(signal.SIGINT, self.press_stop)
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self.ended.set)
        self.front.status("starting")
        try:
            await self.start_deno()
        except NoDeno as problem:
            print(problem, file=sys.stderr, flush=True)
            await self.deno.end()
            return 1
        for work in (self.on_shell(), self.on_control(), self.on_stdin(), self.front.heartbeat(), self.run_cells(), self.watch()):
            self.spawn(work)
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
        self.declared, self.stop = Declared(), None
        self.deno = Deno(self.context, self.from_deno)
        await self.deno.start()

    # ---- requests of front ends

    async def on_shell(self) -> None:
        while True:
            message = await self.front.receive("shell")
            try:
                self.request(message)
            except Exception as problem:  # a message that nobody should send: said so to whoever did
                self.answer(message, failure("ValueError", f"cannot answer {message.type}: {problem}"))

    def request(self, message: Message) -> None:
        content, kind = message.content, message.type
        if kind == "execute_request":
            if not isinstance(content.get("code"), str):
                self.answer(message, failure("ValueError", "an execute_request without code") | {"execution_count": 0})
            elif time.monotonic() < self.abort_until and self.sent(message) < self.failed_at and content.get("stop_on_error", True):
                self.abort(message)
            else:
                self.sent(message)
                self.enqueue(message)
        elif kind == "kernel_info_request":
            self.answer(message, self.deno.info)
        elif kind == "history_request":
            self.answer(message, {"status": "ok", "history": self.past(content)})
        elif kind == "comm_info_request":
            self.answer(message, {"status": "ok", "comms": {}})
        elif kind == "comm_open":
            self.answer_comm(message)
        elif kind == "is_complete_request" and self.cell:
            self.answer(message, {"status": "unknown"})
        elif kind == "is_complete_request":
            self.enqueue(message)
        elif kind == "inspect_request":
            self.spawn(self.inspect(message))
        elif kind == "complete_request":
            self.spawn(self.complete(message))
        elif kind == "shutdown_request":
            self.shut_down(message, "shell")

    def answer(self, request: Message, content: dict, channel: str = "shell") -> None:
        """Answers here and now. A front end believes the last status it sees: so `busy` again while a cell runs."""
        self.front.status("busy", request.header)
        self.front.reply(request, content, channel=channel)
        self.front.status("idle", request.header)
        if self.cell:
            self.front.status("busy", self.cell.header)

    def answer_comm(self, request: Message) -> None:
        """A comm is one question and one answer: what cells have shown that a front end does not know."""
        content = request.content
        data = self.front.outputs.beyond(content["data"]["known"]) if content.get("target_name") == TARGET else None
        for kind in ("comm_close",) if data is None else ("comm_msg", "comm_close"):
            self.front.publish(kind, {"comm_id": content.get("comm_id"), "data": data or {}}, request.header)

    async def inspect(self, request: Message) -> None:
        content = request.content
        text = await self.known(lambda language: language.inspect(content["code"], content["cursor_pos"]))
        data = {"text/markdown": text, "text/plain": text} if text else {}
        self.answer(request, {"status": "ok", "found": bool(text), "data": data, "metadata": {}})

    async def complete(self, request: Message) -> None:
        """What the types know; where they know nothing, the names that exist in Deno, which it tells between cells."""
        code, offset = request.content["code"], request.content["cursor_pos"]
        found, start = await self.known(lambda language: language.complete(code, offset)) or ([], offset)
        if not found and not self.cell:
            return self.enqueue(request)
        self.answer(request, {
            "status": "ok",
            "matches": [one["text"] for one in found],
            "cursor_start": start,
            "cursor_end": offset,
            "metadata": {"_jupyter_types_experimental": found},
        })

    async def known(self, question):
        """The language server's answer; None without one, or where it fails: then only the answer is missing."""
        if self.language is None:
            return None
        try:
            return await question(self.language)
        except Exception as problem:
            print(f"The language server gives no answer: {problem!r}", file=sys.stderr, flush=True)
            return None

    async def check_types(self, cell: Cell) -> None:
        """A short note below a cell whose types are wrong. It comes when it is ready; nothing waits for it long."""
        code = cell.request.content["code"]
        problems = await self.known(lambda language: language.problems(cell.request.cell_id(), code))
        if problems:
            text = "".join(f"Types, {problem}\n" for problem in problems)
            self.front.publish("stream", {"name": "stderr", "text": text}, cell.header)

    def past(self, wanted: dict) -> list:
        """The cells run so far, as a history_request wants them."""
        found = self.history
        if wanted.get("hist_access_type") == "search":
            found = [one for one in found if fnmatchcase(one[2], wanted.get("pattern") or "*")]
            if wanted.get("unique"):
                found = list({one[2]: one for one in found}.values())
        if wanted.get("hist_access_type") == "range":
            session = wanted.get("session") or 0
            session = session if session > 0 else self.session + session
            first, last = wanted.get("start") or 0, wanted.get("stop") or float("inf")
            found = [one for one in found if one[0] == session and first <= one[1] < last]
        elif wanted.get("n"):
            found = found[-wanted["n"]:]
        return [(session, at, (code, None)) for session, at, code in found] if wanted.get("output") else list(found)

    async def on_control(self) -> None:
        while True:
            message = await self.front.receive("control")
            if message.type == "interrupt_request":
                self.press_stop()
                self.answer(message, {"status": "ok"}, "control")
            elif message.type == "shutdown_request":
                self.shut_down(message, "control")
            elif message.type == "kernel_info_request":
                self.answer(message, self.deno.info, "control")
            else:
                self.answer(message, failure("NotImplementedError", message.type), "control")

    async def on_stdin(self) -> None:
        while True:
            message = await self.front.receive("stdin")
            if message.type == "input_reply" and self.cell:
                self.deno.send("stdin", message.changed(status="ok"))

    def shut_down(self, request: Message, channel: str) -> None:
        content = {"status": "ok", "restart": bool(request.content.get("restart"))}
        self.front.status("busy", request.header)
        self.front.reply(request, content, channel=channel)
        self.front.publish("shutdown_reply", content, request.header)
        self.front.status("idle", request.header)
        self.ended.set()

    async def watch(self) -> None:
        """Ends with Jupyter; and starts Deno afresh when it has ended by itself."""
        while True:
            await asyncio.sleep(0.25)
            if self.parent.gone():
                self.ended.set()
            if self.untouched_since and not self.waiting and time.monotonic() - self.untouched_since > REST_SECONDS:
                self.untouched_since, self.resting = None, True
                await self.deno.end()
            if not self.deno.alive and not self.restarting and not self.resting:
                await asyncio.sleep(0.1)  # its last words
                await self.restart(self.deno.cause_of_death())

    # ---- cells, one after another

    def enqueue(self, request: Message) -> None:
        self.waiting.append(request)
        self.more.set()

    async def run_cells(self) -> None:
        while True:
            while not self.waiting:
                self.more.clear()
                await self.more.wait()
            await self.run(self.waiting.popleft())

    async def run(self, request: Message) -> None:
        content, code = request.content, request.content.get("code")
        cell = self.cell = Cell(request)
        if request.type == "execute_request":
            number = self.remember(request)
            self.front.outputs.begin(request)
            code = self.declared.rewrite(code)
            # A cell that is one pair of braces is an object to Deno, and with something before it a block.
            if not code.lstrip().startswith("{"):
                cell.prefix = f"__cell({number});"
                code = f"{cell.prefix}{code}\n//# sourceURL=cell:{number}"
            request = request.changed(code=code)
        self.untouched_since = None
        if self.resting:
            await self.start_deno()
            self.resting = False
        while self.restarting or not self.deno.alive:
            await asyncio.sleep(0.05)
        if self.notice:
            self.front.publish("stream", {"name": "stderr", "text": f"{self.notice}\n"}, cell.header)
            self.notice = None
        self.deno.send("shell", request)
        # Only a person's front end says which cell it runs. From the first of them on the types are warm.
        cell_id = cell.request.cell_id() if request.type == "execute_request" and not cell.silent else None
        types = self.spawn(self.check_types(cell)) if cell_id and self.language else None
        reply = await cell.over
        if types:
            self.language.note(cell_id, cell.request.content["code"])
            if not self.waiting:
                await asyncio.wait([types], timeout=TYPES_SECONDS)
        if request.type == "execute_request":
            await self.finish(cell, reply)
        else:
            self.front.reply(cell.request, reply)
        self.front.outputs.end(cell.request, self.counts.get(cell.request.id))
        self.front.status("idle", cell.header)
        self.cell, self.stop = None, None

    def remember(self, request: Message) -> int:
        """Keeps the header of a cell, for what it has started and what comes late; gives it a number."""
        number = next(self.counter)
        self.shown[request.id] = self.numbers[number] = request.header
        for kept in (self.shown, self.numbers, self.counts):
            if len(kept) > REMEMBERED_CELLS:
                del kept[next(iter(kept))]
        return number

    async def finish(self, cell: Cell, reply: dict) -> None:
        """What comes between the end of a cell in Deno and the front end's being told."""
        if cell.posting or cell.outputs > CHATTY:
            await self.drain(cell)
        content = cell.request.content
        if reply["status"] == "error":
            if "traceback" not in reply or cell.error is None or not reply.get("told"):
                reply = {**reply, **await self.explained(cell, reply)}
            self.failed_at, self.abort_until = time.time(), time.monotonic() + GRACE
            self.front.publish("error", {key: reply[key] for key in ("ename", "evalue", "traceback")}, cell.header)
        elif content.get("store_history", True) and not cell.silent:
            self.history.append((self.session, reply.get("execution_count") or 0, content["code"]))
        self.front.flush()
        reply = {"payload": [], **reply, "user_expressions": reply.get("user_expressions") or {}}
        self.front.reply(cell.request, reply)
        if reply["status"] == "error" and content.get("stop_on_error", True):
            self.abort_waiting(also_those_that_go_on=False)

    async def explained(self, cell: Cell, reply: dict) -> dict:
        """The error that ended a cell, for its reader."""
        told = cell.error or {key: reply.get(key) for key in ("ename", "evalue", "traceback")}
        if self.stop and self.stop.ended(told):
            return {**errors.INTERRUPTED, "traceback": ["{ename}: {evalue}".format(**errors.INTERRUPTED)]}
        explained = None
        if told.get("traceback"):
            names = json.dumps([told.get("ename"), told.get("evalue")])
            explained = await self.private_answer("course_error", f"{COURSE}.explain(...{names})")
        return errors.for_learners(told, explained, self.place, cell.prefix)

    async def private_answer(self, kind: str, code: str) -> dict | None:
        """Runs code in Deno that tells this process something, and what it told."""
        future = self.private[kind] = asyncio.get_running_loop().create_future()
        await self.deno.ask(code, 2)
        return future.result() if future.done() else None

    async def drain(self, cell: Cell) -> None:
        """Waits until the last of much output has come: what is printed after it."""
        mark = f"\u0002{cell.request.id}\u0002"
        future = self.private[mark] = asyncio.get_running_loop().create_future()
        await self.deno.ask(f'await {COURSE}.drain("{mark}")', 10)
        try:
            await asyncio.wait_for(future, 10)
        except asyncio.TimeoutError:
            pass

    def count_of(self, number: int) -> int | None:
        """What stands in brackets before the cell of a number."""
        return self.counts.get(self.numbers.get(number, {}).get("msg_id"))

    def abort_waiting(self, also_those_that_go_on: bool) -> None:
        """Answers what is in the queue without running it; an error lets those go on that want to."""
        waiting, self.waiting = self.waiting, deque()
        for message in waiting:
            goes_on = message.content.get("stop_on_error") is False and not also_those_that_go_on
            if message.type == "execute_request" and not goes_on:
                self.abort(message)
            else:
                self.enqueue(message)

    def abort(self, request: Message) -> None:
        self.answer(request, {"status": "aborted", "execution_count": None, "user_expressions": {}, "payload": []})

    def sent(self, message: Message) -> float:
        """When a request was sent, by our clock. A browser elsewhere has another: the least difference seen is taken off."""
        now = time.time()
        try:
            date = datetime.fromisoformat(str(message.header["date"]).replace("Z", "+00:00")).timestamp()
        except (KeyError, ValueError):
            return now
        session = str(message.header.get("session"))
        skew = self.skews[session] = min(self.skews.get(session, now - date), now - date)
        return date + skew

    # ---- what Deno says

    def from_deno(self, channel: str, message: Message) -> None:
        cell = self.cell
        mine = cell is not None and message.parent_id == cell.request.id
        if channel == "stdin" and cell:
            self.front.ask(cell.request, message.changed(parent=cell.header))
        elif channel == "shell" and mine:
            cell.reply = message.content
            cell.check()
            if not cell.idle:
                self.spawn(self.make_up_idle(cell))
        elif channel == "iopub":
            self.output(cell, mine, message)

    def output(self, cell: Cell | None, mine: bool, message: Message) -> None:
        kind = message.type
        if kind.startswith("course_"):
            return self.told(kind, message.content)
        if mine:
            cell.outputs, cell.last_output = cell.outputs + 1, time.monotonic()
        if kind == "status":
            if mine and message.content["execution_state"] == "idle":
                cell.idle = True
                cell.check()
            elif mine:
                self.front.show(message)
        elif kind == "error":
            if mine:
                cell.error = message.content
        elif kind == "execute_input":
            if mine and not cell.silent:
                self.counts[cell.request.id] = message.content["execution_count"]
                self.front.show(message.changed(code=cell.request.content["code"]))
        elif kind == "execute_result":
            if mine and not cell.silent:
                self.front.show(message.changed(**{key: {} for key, value in message.content.items() if value is None}))
        else:
            if kind == "stream" and "\u0002" in message.content["text"]:
                message = self.without_mark(message)
            if message is not None:
                self.front.show(message if message.parent_id in self.shown else self.adopted(message))

    def told(self, kind: str, content: dict) -> None:
        """What the preamble tells the kernel alone."""
        if kind == "course_heard" and self.stop:
            self.stop.heard.set()
        elif kind == "course_posting" and self.cell:
            self.cell.posting = True
        elif kind == "course_uncaught":
            if content.get("name") == errors.INTERRUPTED["ename"]:
                return
            header = self.numbers.get(content.get("cell")) or (self.cell.header if self.cell else None)
            text = errors.as_text(content, self.place)
            self.front.publish("stream", {"name": "stderr", "text": text}, header)
        elif kind in self.private and not self.private[kind].done():
            self.private[kind].set_result(content)

    def without_mark(self, message: Message) -> Message | None:
        """Output without the mark that `drain` has printed behind it."""
        before, mark, after = message.content["text"].split("\u0002", 2)
        future = self.private.pop(f"\u0002{mark}\u0002", None)
        if future and not future.done():
            future.set_result(True)
        text = before + after.removeprefix("\n")
        return message.changed(text=text) if text else None

    def adopted(self, message: Message) -> Message:
        """Output that came while Deno answered a question of ours belongs to the cell before."""
        last = next(reversed(self.shown.values()), None)
        return message.changed(parent=self.cell.header if self.cell else last)

    async def make_up_idle(self, cell: Cell) -> None:
        """Deno loses messages when it sends very many: `idle` among them would leave a front end busy for ever."""
        while not cell.idle:
            await asyncio.sleep(0.2)
            if time.monotonic() - cell.last_output > 1:
                cell.idle = True
                cell.check()

    # ---- stop, and starting again

    def press_stop(self) -> None:
        self.abort_waiting(also_those_that_go_on=True)
        if self.cell and self.stop is None:
            self.failed_at, self.abort_until = time.time(), time.monotonic() + GRACE
            self.stop = Stop(self, self.cell)
            self.spawn(self.stop.run())
        elif self.stop:
            self.spawn(self.stop.again())

    async def restart(self, why: str) -> None:
        """A fresh Deno behind the same sockets. The cell that ran ends with one sentence."""
        if self.restarting:
            return
        cell, self.restarting = self.cell, True
        await self.deno.end()
        await self.start_deno()
        self.session += 1
        if self.language:
            self.language.forget()
        sentence = f"the kernel had to be restarted, since {why}: run the cells above again"
        if not cell:
            self.notice = sentence.capitalize()
        elif not cell.over.done():
            error = {"ename": "KernelRestarted", "evalue": sentence}
            error["traceback"] = ["{ename}: {evalue}".format(**error)]
            cell.over.set_result({"status": "error", "execution_count": 0, "told": True, **error})
            cell.error = error
        self.restarting = False


class Parent:
    """The Jupyter server or program that started this kernel, which the kernel must not outlive."""

    def __init__(self):
        self.pid = os.getppid()
        self.handle = os.environ.get("JPY_PARENT_PID", "") if os.name == "nt" else ""

    def gone(self) -> bool:
        if os.name != "nt":
            return os.getppid() != self.pid
        if not self.handle.isdigit():
            return False
        import ctypes

        return ctypes.windll.kernel32.WaitForSingleObject(int(self.handle), 0) == 0


def project(folder: Path) -> Path:
    """The folder of the deno.json that Deno uses for notebooks here."""
    return next((one for one in (folder, *folder.parents) if (one / "deno.json").exists()), folder)


def failure(name: str, text: str) -> dict:
    return {"status": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}
