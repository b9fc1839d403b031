"""Cells, one after another: what is sent to Deno, what comes of it, and what a front end is told.

A cell is over when Deno has both replied and said `idle`; then the front end is told what Deno left out, and only then
that the cell is over, so that nothing comes too late.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import deque
from datetime import datetime
from itertools import count

import errors
from declarations import Taken
from deno import Answer
from stop import MEND, Stop
from wire import Message

GRACE = 5.0  # seconds after an error in which a request may still come that was sent before the error was known
CHATTY = 30  # messages of output after which Deno may say `idle` before the last of them
COURSE = 'globalThis[Symbol.for("course.kernel")]'
REMEMBERED_CELLS = 1000
MOST_PRINTED = 10_000_000  # bytes of a cell: who reads slowly would otherwise let a flood of lines fill this process
TYPES_SECONDS = 0.3  # what the last of the cells waits for a note on its types, which may also come later


class Cell(Answer):
    """A request that Deno is at work on, and what has come of it so far."""

    def __init__(self, request: Message):
        super().__init__()
        self.request, self.header, self.prefix = request, request.header, ""
        self.error: dict | None = None
        self.outputs, self.last_output, self.posting = 0, 0.0, False
        self.sent, self.asks = False, False
        self.silent = bool(request.content.get("silent"))

    def end(self, reply: dict, count: int = 0) -> None:
        """Ends it with another reply than Deno's."""
        if not self.over.done():
            self.over.set_result({"execution_count": count, **reply})


class Cells:
    """The queue of a kernel, and the cell that runs."""

    def __init__(self, kernel):
        self.kernel, self.front = kernel, kernel.front
        self.running: Cell | None = None
        self.stop: Stop | None = None
        self.waiting: deque[Message] = deque()
        self.more = asyncio.Event()  # that there is one
        self.counter = count(1)
        self.shown: dict[str, dict] = {}  # the headers of cells by their request, for what comes late
        self.numbers: dict[int, dict] = {}  # and by the number that JavaScript knows
        self.counts: dict[str, int] = {}  # what stands in brackets before it, by its request
        self.printed: dict[str, int] = {}  # and how many bytes it has printed
        self.failed_at, self.abort_until = 0.0, 0.0
        self.skews: dict[str, float] = {}
        self.history: list[tuple[int, int, str]] = []
        self.private: dict[str, asyncio.Future] = {}
        self.marks: dict[str, asyncio.Future] = {}
        self.notice: str | None = None  # what the reader of the next cell must know
        self.untouched_since: float | None = time.monotonic()  # a notebook that is only looked at needs no Deno

    def take(self, request: Message) -> None:
        """Puts a cell behind the others, unless it was sent before an error or a stop was known."""
        sent, late = self.sent(request), time.monotonic() < self.abort_until
        if late and sent < self.failed_at and request.content.get("stop_on_error", True):
            self.abort(request)
        else:
            self.enqueue(request)

    def enqueue(self, request: Message) -> None:
        self.waiting.append(request)
        self.more.set()

    async def run_all(self) -> None:
        while True:
            while not self.waiting:
                self.more.clear()
                await self.more.wait()
            request = self.waiting.popleft()
            try:
                await self.run(request)
            except Exception as problem:  # a fault of ours ends one cell, and not the kernel
                self.running, self.stop = None, None
                self.kernel.requests.answer(request, errors.failure("KernelError", f"cannot run {request.type}: {problem!r}"))

    async def run(self, request: Message) -> None:
        content, code = request.content, request.content.get("code")
        cell = self.running = Cell(request)
        if request.type == "execute_request":
            number = self.remember(request)
            self.front.outputs.begin(request)
            try:
                code = self.kernel.declared.rewrite(code)
            except Taken as problem:
                cell.end(errors.failure("SyntaxError", str(problem)))
            # A cell that is one pair of braces is an object to Deno, and with something before it a block.
            if not code.lstrip().startswith("{"):
                cell.prefix = f"__cell({number});"
                code = f"{cell.prefix}{code}\n//# sourceURL=cell:{number}"
            request = request.changed(code=code)
        self.untouched_since = None
        await self.kernel.ready()
        if self.notice:
            self.front.publish("stream", {"name": "stderr", "text": f"{self.notice}\n"}, cell.header)
            self.notice = None
        if self.stop:  # pressed before Deno was there
            cell.error = errors.INTERRUPTED
            cell.end({"status": "error"})
        elif not cell.over.done():
            cell.sent = True
            self.kernel.deno.send("shell", request)
        # Only a person's front end says which cell it runs. From the first of them on the types are warm.
        cell_id = cell.request.cell_id() if request.type == "execute_request" and cell.sent and not cell.silent else None
        types = self.kernel.spawn(self.kernel.requests.check_types(cell)) if cell_id and self.kernel.language else None
        reply = await cell.over
        if types:
            self.kernel.language.note(cell_id, cell.request.content["code"])
            if not self.waiting:
                await asyncio.wait([types], timeout=TYPES_SECONDS)
        if self.stop and self.stop.forced and reply["status"] == "ok":  # it ended without what it had waited for
            reply = {**reply, "status": "error"}
        if request.type == "execute_request":
            await self.finish(cell, reply)
        else:
            self.front.reply(cell.request, reply)
        self.front.outputs.end(cell.request, self.counts.get(cell.request.id))
        self.front.status("idle", cell.header)
        self.running, self.stop = None, None

    def remember(self, request: Message) -> int:
        """Keeps the header of a cell, for what it has started and what comes late; gives it a number."""
        number = next(self.counter)
        self.shown[request.id] = self.numbers[number] = request.header
        for kept in (self.shown, self.numbers, self.counts, self.printed):
            if len(kept) > REMEMBERED_CELLS:
                del kept[next(iter(kept))]
        return number

    async def finish(self, cell: Cell, reply: dict) -> None:
        """What comes between the end of a cell in Deno and the front end's being told."""
        if cell.posting or cell.outputs > CHATTY:
            await self.drain(cell)
        content = cell.request.content
        if reply["status"] == "error":
            if reply.get("ename") != "KernelRestarted":
                reply = {**reply, **await self.explained(cell, reply)}
            for shown, data in self.front.outputs.broken_off(cell.request).items():
                self.front.publish("update_display_data", {"data": data, "metadata": {}, "transient": {"display_id": shown}}, cell.header)
            self.front.publish("error", {key: reply[key] for key in ("ename", "evalue", "traceback")}, cell.header)
        elif content.get("store_history", True) and not cell.silent:
            self.history.append((self.kernel.session, reply.get("execution_count") or 0, content["code"]))
        self.front.flush()
        reply = {"payload": [], **reply, "user_expressions": reply.get("user_expressions") or {}}
        self.front.reply(cell.request, reply)
        if reply["status"] == "error" and content.get("stop_on_error", True):
            self.abort_sent(also_those_that_go_on=False)

    async def explained(self, cell: Cell, reply: dict) -> dict:
        """The error that ended a cell, for its reader."""
        told = cell.error or {key: reply.get(key) for key in ("ename", "evalue", "traceback")}
        if self.stop and self.stop.made(told):
            await self.kernel.deno.ask(MEND)
            return errors.INTERRUPTED
        explained = None
        if told.get("traceback"):
            names = json.dumps([told.get("ename"), told.get("evalue")])
            explained = await self.private_answer("course_error", f"{COURSE}.explain(...{names})")
        return errors.for_learners(told, explained, self.kernel.place, cell.prefix, cell.request.content["code"])

    async def private_answer(self, kind: str, code: str) -> dict | None:
        """Runs code in Deno that tells this process something, and what it told."""
        future = self.private[kind] = asyncio.get_running_loop().create_future()
        await self.kernel.deno.ask(code, 2)
        return future.result() if future.done() else None

    async def drain(self, cell: Cell) -> None:
        """Waits until the last of much output has come: what is printed after it."""
        mark = f"\u0002{uuid.uuid4().hex}\u0002"
        future = self.marks[mark] = asyncio.get_running_loop().create_future()
        await self.kernel.deno.ask(f'await {COURSE}.drain("{mark}")', 10)
        await asyncio.wait([future], timeout=10)
        self.marks.pop(mark, None)

    def count_of(self, number: int) -> int | None:
        """What stands in brackets before the cell of a number."""
        return self.counts.get(self.numbers.get(number, {}).get("msg_id"))

    def abort_sent(self, also_those_that_go_on: bool) -> None:
        """Answers what has been sent so far without running it; an error lets those go on that want to."""
        self.failed_at, self.abort_until = time.time(), time.monotonic() + GRACE
        waiting, self.waiting = self.waiting, deque()
        for message in waiting:
            goes_on = message.content.get("stop_on_error") is False and not also_those_that_go_on
            if message.type == "execute_request" and not goes_on:
                self.abort(message)
            else:
                self.enqueue(message)

    def abort(self, request: Message) -> None:
        self.kernel.requests.answer(request, {"status": "aborted", "execution_count": None, "user_expressions": {}, "payload": []})

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
        cell = self.running
        mine = cell is not None and message.parent_id == cell.request.id
        if channel == "stdin" and cell:
            cell.asks = True
            self.front.ask(cell.request, message.changed(parent=cell.header))
        elif channel == "shell" and mine:
            cell.reply = message.content
            cell.check()
            if not cell.idle:
                self.kernel.spawn(self.make_up_idle(cell))
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
            if kind == "stream" and self.marks:
                message = self.without_mark(message)
            if message is not None and message.parent_id not in self.shown:
                message = self.adopted(message)
            if message is not None and (kind != "stream" or self.may_print(message)):
                self.front.show(message)

    def told(self, kind: str, content: dict) -> None:
        """What the preamble tells the kernel alone."""
        if kind == "course_posting" and self.running:
            self.running.posting = True
        elif kind == "course_uncaught":
            if content.get("name") == errors.INTERRUPTED["ename"]:
                return
            header = self.numbers.get(content.get("cell")) or (self.running.header if self.running else None)
            text = errors.as_text(content, self.kernel.place)
            self.front.publish("stream", {"name": "stderr", "text": text}, header)
        elif kind in self.private and not self.private[kind].done():
            self.private[kind].set_result(content)

    def without_mark(self, message: Message) -> Message | None:
        """Output without the mark that `drain` has printed behind it."""
        text = message.content["text"]
        mark = next((one for one in self.marks if one in text), None)
        if mark is None:
            return message
        self.marks.pop(mark).set_result(True)
        text = text.replace(f"{mark}\n", "")
        return message.changed(text=text) if text else None

    def may_print(self, message: Message) -> bool:
        """Whether a cell has not yet printed too much; says so once when it has."""
        before = self.printed.get(message.parent_id, 0)
        after = self.printed[message.parent_id] = before + len(message.parts[3])
        if before <= MOST_PRINTED < after:
            text = f"\nThis cell has printed {MOST_PRINTED // 1_000_000} MB: what it prints from here on is not shown.\n"
            self.front.publish("stream", {"name": "stderr", "text": text}, message.parent)
        return after <= MOST_PRINTED

    def adopted(self, message: Message) -> Message:
        """Output that came while Deno answered a question of ours belongs to the cell before."""
        last = next(reversed(self.shown.values()), None)
        return message.changed(parent=self.running.header if self.running else last)

    async def make_up_idle(self, cell: Cell) -> None:
        """Deno loses messages when it sends very many: `idle` among them would leave a front end busy for ever."""
        while not cell.idle:
            await asyncio.sleep(0.2)
            if time.monotonic() - cell.last_output > 1:
                cell.idle = True
                cell.check()

    def answer(self, text: str) -> None:
        """Answers the cell that runs, if it has asked its reader something."""
        if self.running and self.running.asks:
            self.running.asks = False
            self.kernel.deno.answer(text)

    def press_stop(self) -> None:
        self.abort_sent(also_those_that_go_on=True)
        if self.stop:
            self.kernel.spawn(self.stop.again())
        elif self.running:
            self.stop = Stop(self.kernel, self.running)
            if self.running.sent:
                self.kernel.spawn(self.stop.run())
        else:
            self.kernel.spawn(Stop(self.kernel).run())
