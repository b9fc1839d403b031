"""What cells have shown, as a notebook's file has it: for a front end that comes back to a kernel that worked on.

A front end hears only what is sent while it is there. What a cell shows after its tab was closed would be lost, though
the cell runs to its end. So the newest run of each cell is kept here, and a front end may ask for it, over a comm: it
says how far its own file knows of each cell, and is told of those that are further.
"""

from __future__ import annotations

import re

from wire import Message

TARGET = "course.outputs"
KEPT_BYTES = 30_000_000  # of all cells together; the oldest go first, and one that alone is longer goes too
LONG_TEXT = 100_000  # what is added to a text copies it
PROGRESS = "application/vnd.sequences.progress+json"  # what shows progress says so (lib/notebook/progress.ts)
TIME_LEFT = re.compile(r" · about [^·<]* left")
SAVED = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


class Run:
    """One run of a cell."""

    def __init__(self, cell: str):
        self.cell, self.count, self.running, self.bytes = cell, None, True, 0
        self.outputs: list[dict] = []
        self.displays: dict[str, dict] = {}

    def show(self, output: dict) -> None:
        last = self.outputs[-1] if self.outputs else {}
        goes_on = last.get("output_type") == "stream" and len(last["text"]) < LONG_TEXT
        if output["output_type"] == "stream" and goes_on and last["name"] == output["name"]:
            last["text"] += output["text"]
        else:
            self.outputs.append(output)


class Outputs:
    """The newest run of each cell that a front end has named."""

    def __init__(self):
        self.runs: dict[str, Run] = {}  # by request
        self.newest: dict[str, Run] = {}  # by cell, the oldest first

    def begin(self, request: Message) -> None:
        cell = request.cell_id()
        if cell is None:
            return
        self.newest.pop(cell, None)
        self.newest[cell] = self.runs[request.id] = Run(cell)
        self.runs = self.still_kept()

    def still_kept(self) -> dict[str, Run]:
        return {key: run for key, run in self.runs.items() if self.newest.get(run.cell) is run}

    def end(self, request: Message, count: int | None) -> None:
        run = self.runs.get(request.id)
        if run:
            run.running, run.count = False, count

    def note(self, message: Message) -> None:
        """Takes in what is being sent to the front ends."""
        run = self.runs.get(message.parent_id)
        content = message.content if run else {}
        shown = (content.get("transient") or {}).get("display_id")
        if run and message.type == "clear_output":
            run.outputs, run.displays, run.bytes = [], {}, 0
        elif run and message.type == "update_display_data":
            for one in self.newest.values():
                if shown in one.displays:
                    one.displays[shown].update(data=content["data"], metadata=content.get("metadata") or {})
        elif run and message.type in SAVED:
            output = {"output_type": message.type, **{name: content.get(name) for name in SAVED[message.type]}}
            run.show(output)
            if shown:
                run.displays[shown] = output
            run.bytes += len(message.parts[3])
            while sum(one.bytes for one in self.newest.values()) > KEPT_BYTES:
                del self.newest[next(iter(self.newest))]
                self.runs = self.still_kept()

    def broken_off(self, request: Message) -> dict[str, dict]:
        """The displays of a cell that still show progress, with content for when it has ended in an error: no time is left."""
        shown = self.runs[request.id].displays if request.id in self.runs else {}
        return {
            name: {kind: TIME_LEFT.sub(", then stopped", str(part)) for kind, part in one["data"].items() if kind != PROGRESS}
            for name, one in shown.items()
            if PROGRESS in one["data"]
        }

    def beyond(self, known: dict) -> dict:
        """Of the cells whose counts are given, those that run, or have run since."""
        return {
            cell: {"outputs": run.outputs, "count": run.count, "running": run.running}
            for cell, run in self.newest.items()
            if cell in known and (run.running or run.count != known[cell])
        }
