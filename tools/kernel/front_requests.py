"""What front ends ask: which cells to run, what a name is, what has run so far, to stop, to end.

What runs no cell is answered at once, whatever runs.
"""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase

import errors
from cells import Cell, Cells
from outputs import TARGET
from wire import Message


class Requests:
    """The requests on the three channels of a kernel, and their answers."""

    def __init__(self, kernel, cells: Cells):
        self.kernel, self.cells, self.front = kernel, cells, kernel.front

    async def take_all(self, channel: str) -> None:
        while True:
            message = await self.front.receive(channel)
            try:
                self.take(message, channel)
            except Exception as problem:  # a message that nobody should send: said so to whoever did
                self.answer(message, errors.failure("ValueError", f"cannot answer {message.type}: {problem}"), channel)

    def take(self, message: Message, channel: str) -> None:
        content, kind = message.content, message.type
        if channel == "stdin":
            self.cells.answer(str(content.get("value", "")))
        elif kind == "interrupt_request":
            self.cells.press_stop()
            self.answer(message, {"status": "ok"}, channel)
        elif kind == "shutdown_request":
            self.shut_down(message, channel)
        elif kind == "kernel_info_request":
            self.answer(message, self.kernel.deno.info, channel)
        elif kind == "execute_request" and not isinstance(content.get("code"), str):
            self.answer(message, errors.failure("ValueError", "an execute_request without code") | {"execution_count": 0})
        elif kind == "execute_request":
            self.cells.take(message)
        elif kind == "history_request":
            self.answer(message, {"status": "ok", "history": self.past(content)})
        elif kind == "comm_info_request":
            self.answer(message, {"status": "ok", "comms": {}})
        elif kind == "comm_open":
            self.answer_comm(message)
        elif kind == "is_complete_request" and self.cells.running:
            self.answer(message, {"status": "unknown"})
        elif kind == "is_complete_request":
            self.cells.enqueue(message)
        elif kind == "inspect_request":
            self.kernel.spawn(self.inspect(message))
        elif kind == "complete_request":
            self.kernel.spawn(self.complete(message))
        elif kind.endswith("_request"):
            self.answer(message, errors.failure("NotImplementedError", kind), channel)

    def answer(self, request: Message, content: dict, channel: str = "shell") -> None:
        """Answers here and now. A front end believes the last status it sees: so `busy` again while a cell runs."""
        self.front.status("busy", request.header)
        self.front.reply(request, content, channel=channel)
        self.front.status("idle", request.header)
        if self.cells.running:
            self.front.status("busy", self.cells.running.header)

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
        if not found and not self.cells.running:
            return self.cells.enqueue(request)
        self.answer(request, {
            "status": "ok",
            "matches": [one["text"] for one in found],
            "cursor_start": start,
            "cursor_end": offset,
            "metadata": {"_jupyter_types_experimental": found},
        })

    async def known(self, question):
        """The language server's answer; None without one, or where it fails: then only the answer is missing."""
        if self.kernel.language is None:
            return None
        try:
            return await question(self.kernel.language)
        except Exception as problem:
            if not self.kernel.ended.is_set():
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
        found = self.cells.history
        if wanted.get("hist_access_type") == "search":
            found = [one for one in found if fnmatchcase(one[2], wanted.get("pattern") or "*")]
            if wanted.get("unique"):
                found = list({one[2]: one for one in found}.values())
        if wanted.get("hist_access_type") == "range":
            session = wanted.get("session") or 0
            session = session if session > 0 else self.kernel.session + session
            first, last = wanted.get("start") or 0, wanted.get("stop") or float("inf")
            found = [one for one in found if one[0] == session and first <= one[1] < last]
        elif wanted.get("n"):
            found = found[-wanted["n"]:]
        return [(session, at, (code, None)) for session, at, code in found] if wanted.get("output") else list(found)

    def shut_down(self, request: Message, channel: str) -> None:
        content = {"status": "ok", "restart": bool(request.content.get("restart"))}
        self.front.status("busy", request.header)
        self.front.reply(request, content, channel=channel)
        self.front.publish("shutdown_reply", content, request.header)
        self.front.status("idle", request.header)
        self.kernel.ended.set()
