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

from server import Server

IDLE_SECONDS = 600
# What the run says better, or is no mistake in a notebook: a name that is not there (yet), or is declared again.
NOT_SAID = {2300, 2304, 2393, 2403, 2440, 2451, 2528, 7022}
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
        self.lock = asyncio.Lock()
        self.asked = 0.0
        self.text: str | None = None
        self.version = 0

    def forget(self) -> None:
        self.ran.clear()

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
        async with self.lock:
            first = await self.open(None, code)
            hover = await self.server.ask("textDocument/hover", self.position(code, at, first))
        return markdown(hover["contents"]) if hover else None

    async def complete(self, code: str, offset: int) -> tuple[list[dict], int]:
        """What may stand at an offset, with kinds; and where it begins."""
        start = offset - len(re.search(rf"{WORD}*$", code[:offset])[0])
        quoted = re.search(r"""(?:from|import)\s*\(?\s*["']([^"'\n]*)$""", code[:offset])
        if quoted:
            start = offset - len(quoted[1])
        trigger = code[offset - 1:offset]
        context = {"triggerKind": 2, "triggerCharacter": trigger} if trigger in ('.', '"', "'", "/", "@") else {"triggerKind": 1}
        async with self.lock:
            first = await self.open(None, code)
            found = await self.server.ask("textDocument/completion", {**self.position(code, offset, first), "context": context})
        items = found["items"] if isinstance(found, dict) else found or []
        typed = code[start:offset]
        if not typed:  # a list of members is wanted, and not all that is global
            items = [one for one in items if not str(one.get("sortText", "")).startswith(("15", "16"))]
        items.sort(key=lambda one: one.get("sortText") or one["label"])
        found = [completion(one, start, offset, bool(quoted)) for one in items]
        return [one for one in found if one["text"].startswith(typed)][:300], start

    async def problems(self, cell: str | None, code: str) -> list[str]:
        """The type errors of a cell, each with its line, counted from 1."""
        async with self.lock:
            first = await self.open(cell, code)
            report = await self.server.ask("textDocument/diagnostic", {"textDocument": {"uri": self.uri}})
        lines = code.count("\n") + 1
        found = []
        for one in report.get("items", []):
            line = one["range"]["start"]["line"] - first
            number = one.get("code")
            if one.get("severity", 1) == 1 and 0 <= line < lines and isinstance(number, int) and number >= 2000 and number not in NOT_SAID:
                text = short(one["message"])
                waits = "; is an await missing?" if "on type 'Promise<" in text else ""
                found.append(f"line {line + 1}: {text.removesuffix('.') if waits else text}{waits}")
        return list(dict.fromkeys(found))[:SHOWN_PROBLEMS]

    # ---- the file that the server sees

    async def open(self, cell: str | None, code: str) -> int:
        """Makes the server see a cell after those before it; gives its first line, counted from 0."""
        self.asked = time.monotonic()
        if not self.server.alive:
            self.text = None
            await self.server.start()
        before = "".join(one.rstrip("\n") + "\n" for one in self.before(cell, code))
        text = f"{before}{code}\nexport {{}};\n"
        if text != self.text:
            self.version += 1
            document = {"uri": self.uri, "version": self.version}
            if self.text is None:
                self.server.tell("textDocument/didOpen", {"textDocument": {**document, "languageId": "typescript", "text": text}})
            else:
                self.server.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
            self.text = text
        return before.count("\n")

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

    def position(self, code: str, offset: int, first: int) -> dict:
        before = code[:offset]
        column = len(before[before.rfind("\n") + 1:].encode("utf-16-le")) // 2
        return {"textDocument": {"uri": self.uri}, "position": {"line": first + before.count("\n"), "character": column}}


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
