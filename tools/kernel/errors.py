"""What a learner reads when a cell ends with an error: what happened, where in the library, and what to do.

Frames of Deno and of V8 are left out, and the lines of cells too: Deno counts them in what it has made of the cell.
Lines of files are right.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

FRAME = re.compile(r"^\s+at (?:(?P<name>.*?) \()?(?P<place>[^()]*?)(?::(?P<line>\d+):(?P<column>\d+))?\)?$")
SNIPPET = re.compile(r"^\s*(?P<line>\d+) \| ")
INTERNAL = ("ext:", "node:", "wasm:", "native", "checkin:", "data:")
SHOWN_FRAMES = 12
NEVER = "expected struct EvaluateResponse"  # what Deno says when the collector takes what a cell waits for

# What to do about an error, for those that a notebook's reader meets for reasons that its text does not say.
ADVICE = (
    (re.compile(r"^[\w$]+ is not defined$"), "run the cells above first (Run ▸ Run All Above)"),
    (
        re.compile(r"^Cannot access '([\w$]+)' before initialization$"),
        "the cell that makes it ended with an error, so run that one again",
    ),
    (
        re.compile(r"^Identifier '([\w$]+)' has already been declared$"),
        "choose another name, or restart the kernel (Kernel ▸ Restart Kernel) to free this one",
    ),
    (
        re.compile(r"^Assignment to constant variable\.?$"),
        "a name that was once declared with const stays so; choose another, or restart the kernel (Kernel ▸ Restart Kernel)",
    ),
)


def error_of(name: str, text: str) -> dict:
    """An error of one line, as the protocol has errors."""
    return {"ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}


def failure(name: str, text: str) -> dict:
    """A reply that says so."""
    return {"status": "error", **error_of(name, text)}


INTERRUPTED = error_of("Interrupted", "stopped; everything computed so far is kept")


class Place:
    """Where things are: files by their path in the course, cells by the number in brackets before them."""

    def __init__(self, root: Path, count_of=lambda number: None):
        self.root, self.count_of = f"{root.as_uri()}/", count_of

    def short(self, text: str) -> str:
        return text.replace(self.root, "")

    def cell(self, name: str) -> str:
        count = self.count_of(int(name.removeprefix("cell:")))
        return "in a cell" if count is None else f"in cell [{count}]"


def for_learners(content: dict, explained: dict | None, place: Place, prefix: str, code: str) -> dict:
    """An error as Deno tells it of prefix and code, made readable; `explained` is what the preamble adds to it."""
    name, message = (plain(str(content.get(key) or "")) for key in ("ename", "evalue"))
    name, stack = name or "Error", list(content.get("traceback") or [])
    snippet: list[str] = []
    if not stack and message.startswith("SyntaxError: "):  # Deno's parser: all of it in one text
        name, (message, *snippet) = "SyntaxError", message.removeprefix("SyntaxError: ").split("\n")
        snippet = as_written([line for line in snippet if not line.lstrip().startswith("at ")], prefix, code)
    elif name == "Unknown error":  # something thrown that is no Error
        name, message = "Thrown", (explained or {}).get("message", message)
    elif name == message:  # Deno's own, as of packages that are not there
        name = "Error"
    advice = advice_for(name, message)
    message = place.short(f"{message.removesuffix('.')}: {advice}" if advice else message)
    lines = [f"{name}: {message}" if message else name, *snippet, *frames(stack, place)]
    for cause in (explained or {}).get("causes", []):
        lines += caused_by(cause, place)
    return {"ename": name, "evalue": message, "traceback": lines}


def plain(message: str) -> str:
    """A message without what only Deno's makers can read."""
    message = re.sub(r' from "[^"]*\$deno\$repl\.mts"', "", message)
    message = re.sub(r"Unexpected token `<lexing error: .*UnterminatedTpl\) }>`.*", "This text in backquotes has no end", message)
    if NEVER in message:
        return "This cell waited for something that cannot come any more"
    return "" if message == "(none)" else message


def advice_for(name: str, message: str) -> str | None:
    if name not in ("ReferenceError", "SyntaxError", "TypeError"):
        return None
    return next((advice for pattern, advice in ADVICE if pattern.match(message)), None)


def frames(stack: list[str], place: Place) -> list[str]:
    """The lines of a stack that name a function of a cell, or a place in a file of the course."""
    found = [frame for line in stack if (frame := readable(line, place))]
    told = []
    for frame, same in groupby(found):
        count = len(list(same))
        told.append(frame if count == 1 else f"{frame}, {count} times over")
    return told[:SHOWN_FRAMES]


def readable(line: str, place: Place) -> str | None:
    match = FRAME.match(line)
    if not match or match["line"] is None:
        return None
    name = (match["name"] or "").removeprefix("async ")
    where = match["place"].removeprefix("async ")
    if where.startswith(INTERNAL) or "/node_modules/" in where or "/npm/" in where:
        return None
    named = name not in ("", "<anonymous>", "Timeout._onTimeout")
    if where.startswith("cell:"):
        return f"    at {name}, {place.cell(where)}" if named else None
    if where in ("<anonymous>", ""):
        return f"    at {name}, in a cell" if named else None
    where = f"{place.short(where)}:{match['line']}"
    return f"    at {name} ({where})" if named else f"    at {where}"


def caused_by(error: dict, place: Place, depth: int = 1) -> list[str]:
    head = f"{error['name']}: {error['message']}" if error.get("name") else error["message"]
    lines = [place.short(f"{'  ' * (depth - 1)}Caused by {head}")]
    lines += [f"{'  ' * (depth - 1)}{frame}" for frame in frames(str(error.get("stack") or "").split("\n"), place)[:3]]
    for cause in error.get("causes", []):
        lines += caused_by(cause, place, depth + 1)
    return lines


def as_written(snippet: list[str], prefix: str, code: str) -> list[str]:
    """The lines around a syntax error as they stand in the cell, before which something was put for Deno."""
    lines, told, before = code.split("\n"), [], 0
    for line in snippet:
        match = SNIPPET.match(line)
        number = int(match["line"]) if match else 0
        if number > len(lines):  # what was put behind it
            break
        if match:
            before = len(prefix) if number == 1 else 0
            told.append(match[0] + lines[number - 1])
        elif line.strip(" |"):  # marks below it
            told.append(line.replace(" " * before, "", 1))
    return told


def as_text(error: dict, place: Place) -> str:
    """An error that nobody has caught, for the cell that had started what failed."""
    return "Not caught: " + "\n".join(caused_by(error, place)).removeprefix("Caused by ") + "\n"
