"""Cells as one module, for the language server: those that came before, then the cell in question.

A cell may declare a name again, which a module may not. So such a cell stands in a block, within which all that follows
stands too: there the new name hides the old. What it imports stands before all cells, since a block may not import.
"""

from __future__ import annotations

import re

from declarations import DECLARATION, declared, each, IMPORT, imported

IMPORTED = re.compile(r"^import\b[^;\"']*?(?:\"[^\"]+\"|'[^']+')[^\n]*", re.MULTILINE)
KERNEL = '/// <reference lib="deno.unstable" />'  # of which the kernel has Deno.jupyter


class Joined:
    """The text of the module, and where in it the lines of the last cell are."""

    def __init__(self, before: list[str], code: str):
        self.imports = [KERNEL]
        self.moved: dict[int, int] = {}  # from the line of an import of the last cell that was moved to its line there
        parts, seen, depth = [], set(), 0
        for at, text in enumerate([*before, code]):
            names = declared(text)
            if names & seen:
                parts.append("{")
                depth += 1
            seen |= names | imported_by(text)
            last = at == len(before)
            parts.append(self._in_block(text, last) if depth else text if last else text.rstrip("\n"))
        self.first = sum(part.count("\n") + 1 for part in (*self.imports, *parts[:-1]))
        self.text = "\n".join([*self.imports, *parts, *"}" * depth, "export {};\n"])
        self.lines = code.count("\n") + 1

    def _in_block(self, text: str, last: bool) -> str:
        """A cell without its imports, of the same lines; with `let` in the place of `var`, which would leave the block."""

        def move(match: re.Match) -> str:
            if last:
                line = sum(one.count("\n") + 1 for one in self.imports)
                self.moved[line] = match.string.count("\n", 0, match.start())
            self.imports.append(match[0])
            return "\n" * match[0].count("\n")

        def keep(match: re.Match) -> str:
            return match[0].removesuffix("var") + "let" if match["kind"] == "var" else match[0]

        return each(DECLARATION, keep, each(IMPORTED, move, text))

    def line_in_cell(self, line: int) -> int | None:
        """Where a line of the module stands in the last cell, both counted from 0."""
        at = self.moved.get(line, line - self.first)
        return at if 0 <= at < self.lines and (line in self.moved or line >= self.first) else None


def imported_by(code: str) -> set[str]:
    names: set[str] = set()

    def note(match: re.Match) -> str:
        names.update([match["all"]] if match["all"] else [part[-1].strip() for part in imported(match)])
        return match[0]

    each(IMPORT, note, code)
    return names
