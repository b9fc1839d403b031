"""What the editor knows: signatures, completions and type errors of cells, from `deno lsp`.

The server sees a file that is nowhere on the disk: the cells that come before, then the cell in question. It is started
when it is first asked, or once a person's first cell has run, and ended when nobody asks for a while. It is in nobody's
way: what it does not answer in time is not shown.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from pathlib import Path

from declarations import declared
from joined import Joined
from server import Server

IDLE_SECONDS = 600
MOST_MEGABYTES = 440  # V8 keeps to its limit; what else the server takes is bounded here
# What the run says better, or is no mistake in a notebook: a name that is not there (yet), or is declared again; and what
# may run well all the same: a name without a type, a value that may not be there, a comparison whose outcome is known.
NOT_SAID = {
    2300, 2304, 2367, 2393, 2403, 2440, 2451, 2454, 2503, 2528, 2531, 2532, 2533, 2552, 2564, 2571, 2578, 2580, 2581, 2582,
    2583, 2584, 2591, 2592, 2593, 2628, 2629, 2630, 2683, 2695, 2721, 2722, 2723, 2869, 2872, 2873, *range(7000, 8000),
    18046, 18047, 18048, 18049,
}
NOT_THERE = re.compile(r"type '(.+) \| (?:undefined|null)' is not assignable to (?:parameter of )?type '\1'|on type '\{\}'\.", re.IGNORECASE)
ASSIGNED = re.compile(r"([\w$]+)\s*[-+*/%&|^?]*=(?!=)")
SHOWN_PROBLEMS = 3
LONG_LINE = 100
KINDS = {
    2: "function", 3: "function", 4: "class", 5: "property", 6: "instance", 7: "class", 8: "interface", 9: "module",
    10: "property", 13: "enum", 14: "keyword", 17: "path", 19: "path", 20: "property", 21: "const", 22: "class",
}
WORD = r"[\w$]"


class Language:
    """The language server of one notebook."""

    def __init__(self, program: str, root: Path, folder: Path):
        self.server = Server(program, root, folder)
        self.uri = (folder / "__cells__.ts").as_uri()
        self.file = folder_of_session(folder)
        self.ran: dict[str, str] = {}
        self.loose: set[str] = set()  # names to which a later cell gave something of another type
        self.lock = asyncio.Lock()
        self.asked = 0.0
        self.text: str | None = None
        self.version = 0

    def forget(self) -> None:
        self.ran.clear()
        self.loose.clear()

    def note(self, cell: str, code: str) -> None:
        """Remembers a cell that has run."""
        self.ran.pop(cell, None)
        self.ran[cell] = code

    async def end_when_idle(self) -> None:
        while True:
            await asyncio.sleep(IDLE_SECONDS / 10)
            if self.server.alive and time.monotonic() - self.asked > IDLE_SECONDS:
                async with self.lock:
                    await self.server.end()

    # ---- questions

    async def inspect(self, code: str, offset: int) -> str | None:
        """Signature and documentation, as Markdown, of the name at an offset, or of the call around it."""
        at = name_at(code, offset)
        if at is None:
            return None
        _, hover = await self.ask("hover", None, code, at)
        return markdown(hover["contents"]) if hover else None

    async def complete(self, code: str, offset: int) -> tuple[list[dict], int]:
        """What may stand at an offset, with kinds; and where it begins."""
        start = offset - len(re.search(rf"{WORD}*$", code[:offset])[0])
        quoted = re.search(r"""(?:from|import)\s*\(?\s*["']([^"'\n]*)$""", code[:offset])
        if quoted:
            start = offset - len(quoted[1])
        trigger = code[offset - 1:offset]
        context = {"triggerKind": 2, "triggerCharacter": trigger} if trigger in ('.', '"', "'", "/", "@") else {"triggerKind": 1}
        _, found = await self.ask("completion", None, code, offset, context=context)
        items = found["items"] if isinstance(found, dict) else found or []
        typed = code[start:offset]
        if not typed:  # a list of members is wanted, and not all that is global
            items = [one for one in items if not str(one.get("sortText", "")).startswith(("15", "16"))]
        items.sort(key=lambda one: one.get("sortText") or one["label"])
        found = [completion(one, start, offset, bool(quoted)) for one in items]
        return [one for one in found if one["text"].startswith(typed)][:300], start

    async def problems(self, cell: str | None, code: str) -> list[str]:
        """The type errors of a cell, each with its line, counted from 1."""
        if code.lstrip().startswith("{"):  # an object or a block: Deno tries which
            return []
        joined, report = await self.ask("diagnostic", cell, code)
        found = []
        for one in report.get("items", []):
            line, number = joined.line_in_cell(one["range"]["start"]["line"]), one.get("code")
            if line is None or not self.said(one, number) or self.is_loose(one, line, code):
                continue
            text = short(one["message"])
            waits = "; is an await missing?" if "on type 'Promise<" in text else ""
            found.append(f"line {line + 1}: {text.removesuffix('.') if waits else text}{waits}")
        return list(dict.fromkeys(found))[:SHOWN_PROBLEMS]

    def said(self, problem: dict, number) -> bool:
        is_type = problem.get("severity", 1) == 1 and isinstance(number, int) and number >= 2000
        return is_type and number not in NOT_SAID and not NOT_THERE.search(problem["message"])

    def is_loose(self, problem: dict, line: int, code: str) -> bool:
        """Whether something is given to a name of another cell, which may hold anything from then on."""
        match = ASSIGNED.match(code.split("\n")[line][problem["range"]["start"]["character"]:])
        if problem.get("code") != 2322 or not match or match[1] in declared(code):
            return False
        self.loose.add(match[1])
        return True

    # ---- the file that the server sees

    async def ask(self, kind: str, cell: str | None, code: str, offset: int | None = None, **more) -> tuple[Joined, dict | list | None]:
        """Asks about a cell, or a place in it."""
        async with self.lock:
            joined = await self.open(cell, code)
            if offset is not None:
                lines = code[:offset].split("\n")
                column = len(lines[-1].encode("utf-16-le")) // 2
                more["position"] = {"line": joined.first + len(lines) - 1, "character": column}
            answer = await self.server.ask(f"textDocument/{kind}", {"textDocument": {"uri": self.uri}, **more})
            if self.server.megabytes() > MOST_MEGABYTES:
                await self.server.end()
        return joined, answer

    async def open(self, cell: str | None, code: str) -> Joined:
        """Makes the server see a cell after those before it."""
        self.asked = time.monotonic()
        if not self.server.alive:
            self.text = None
            await self.server.start()
        loose = [f"let {', '.join(f'{name}: any' for name in sorted(self.loose))};"] if self.loose else []
        joined = Joined([*self.before(cell, code), *loose], code)
        if joined.text != self.text:
            self.version += 1
            document = {"uri": self.uri, "version": self.version}
            if self.text is None:
                self.server.tell("textDocument/didOpen", {"textDocument": {**document, "languageId": "typescript", "text": joined.text}})
            else:
                self.server.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": joined.text}]})
            self.text = joined.text
        return joined

    def before(self, cell: str | None, code: str) -> list[str]:
        """The cells that a cell comes after: those of the notebook's file above it, as they were last run, then others."""
        file = self.cells_of_file()
        at = next((place for place, (key, text) in enumerate(file) if key == cell or (cell is None and text == code)), None)
        if at is None:
            at = nearest([text for _, text in file], code)
        above = dict(file[:at])
        seen = {key: self.ran.get(key, text) for key, text in above.items()}
        below = {key for key, _ in file[at:]}
        others = [text for key, text in self.ran.items() if key not in above and key != cell and (key not in below or at == 0) and text != code]
        return [*seen.values(), *others]

    def cells_of_file(self) -> list[tuple[str, str]]:
        """The code cells of the notebook as it was last saved, where the server that started us says which it is."""
        try:
            cells = json.loads(self.file.read_text(encoding="utf-8"))["cells"] if self.file else []
            return [(one.get("id", str(at)), "".join(one["source"])) for at, one in enumerate(cells) if one["cell_type"] == "code"]
        except (OSError, ValueError, KeyError):
            return []


def folder_of_session(folder: Path) -> Path | None:
    """The notebook's file: Jupyter names it to its kernels, and they run in its folder."""
    name = Path(os.environ.get("JPY_SESSION_NAME", "")).name
    file = folder / name
    return file if name.endswith(".ipynb") and file.is_file() else None


def nearest(texts: list[str], code: str) -> int:
    """The place of the cell that is being written: the one that begins most like it, else behind all."""
    shared = [len(os.path.commonprefix([text, code])) for text in texts]
    best = max(shared, default=0)
    return shared.index(best) if best >= 8 else len(texts)


def name_at(code: str, offset: int) -> int | None:
    """Where the name at an offset stands, or that of the function whose call is around it."""
    if re.match(WORD, code[offset:offset + 1]):
        return offset
    if re.match(WORD, code[offset - 1:offset]):
        return offset - 1
    depth = 0
    for at in range(offset - 1, -1, -1):
        if code[at] in ")]}":
            depth += 1
        elif code[at] in "([{":
            depth -= 1
            name = re.search(rf"({WORD}+)\s*(?:<[^()]*>)?\s*$", code[:at])
            if depth < 0 and code[at] == "(" and name:
                return name.start(1)
            depth = max(depth, 0)
    return None


def completion(item: dict, start: int, end: int, path: bool) -> dict:
    text = item.get("insertText") or item["label"].rstrip("?")
    if path:
        text = (item.get("textEdit") or {}).get("newText") or text
    signature = item.get("detail")
    return {"text": text, "type": KINDS.get(item.get("kind"), ""), "start": start, "end": end, **({"signature": signature} if signature else {})}


def short(message: str) -> str:
    """What a message says in a line: the first, or where that only spells out both types, the innermost reason."""
    lines = [line.strip() for line in message.splitlines()]
    if len(lines) > 1 and (len(lines[0]) > LONG_LINE or lines[0].startswith("No overload")):
        lines = lines[-2:] if lines[-2].startswith("Types of property") else lines[-1:]
        return ": ".join([*(line.removesuffix(".") for line in lines[:-1]), lines[-1]])
    return lines[0]


def markdown(contents) -> str:
    if isinstance(contents, list):
        contents = [one if isinstance(one, str) else f"```{one['language']}\n{one['value']}\n```" for one in contents]
        return "\n\n".join(contents)
    return contents if isinstance(contents, str) else contents["value"]
