"""Cutting a notebook down to what some of its claims need.

A notebook is read as a row of statements. A claim needs itself, every statement that declares a name it uses, what those
need in turn, and the statements that train or change something needed. Pictures, exercises and other claims go. That
nothing is missing is proved, not hoped: an unbroken library must give the committed values (`nothing` in `run.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import notebooks

CLAIM = re.compile(r'^await claim\(\{\s+id: "([^"]+)"', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
# `.name` and `name:` are properties, not uses of a name. (Formatted code has a space before the colon of a ternary.)
PROPERTY = re.compile(r"(?<!\.)\.\s*[A-Za-z_$][\w$]*|[A-Za-z_$][\w$]*\??:")
NAME = re.compile(r"[A-Za-z_$][\w$]*")
DECLARES = re.compile(r"(?:async )?(?:const|let|function\*?|class|type|interface|enum) (.*)", re.DOTALL)
# Statements that may change what they name, in place of declaring something.
ACTS = re.compile(r"(for|while|if|try) ?[({]|[\w.\[\]$]+ [-+*/]?= |[\w.]+\.(assign|forEach|push|set)\(")
TRAINS = re.compile(r"await (?:follow|runQuietly)\(")
TRAINED = re.compile(r"\bmodel: ([\w$]+)\s*[,}]|\b(model)\s*[,}]")


@dataclass(frozen=True)
class Statement:
    """One statement at the top level of a notebook."""

    cell: int
    text: str

    @property
    def claim(self) -> str | None:
        return claim_in(self.text)

    @property
    def code(self) -> str:
        return COMMENT.sub("", self.text).strip()

    def declared(self) -> set[str]:
        code = self.code
        if code.startswith("import "):
            return set(NAME.findall(code.partition(" from ")[0])) - {"import", "type", "as"}
        match = DECLARES.match(code)
        if not match:
            return set()
        rest = match[1].lstrip()
        if rest[0] in "[{":
            return set(NAME.findall(rest[: closing(rest)]))
        return {NAME.match(rest)[0]}

    def used(self) -> set[str]:
        return set(NAME.findall(PROPERTY.sub(" ", STRING.sub('""', self.code))))

    def changes(self, needed: set[str]) -> bool:
        """Whether it may change something needed, without declaring anything."""
        code = self.code
        if TRAINS.match(code):
            return any((one or other) in needed for one, other in TRAINED.findall(code))
        return bool(ACTS.match(code)) and "show(" not in code and bool(self.used() & needed)


def claim_in(source: str) -> str | None:
    """The id of the claim that some code makes, if any."""
    found = CLAIM.search(source)
    return found[1] if found else None


def closing(text: str) -> int:
    """Where the bracket closes with which a text begins."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "[{") - (character in "]}")
        if depth == 0:
            return at
    return len(text)


def statements(notebook: dict) -> list[Statement]:
    """A new one begins at a line that is not indented, where one has ended; comments belong to what follows."""
    found = []
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] != "code":
            continue
        lines: list[str] = []
        begun = False  # whether more than comments were read
        for line in "".join(cell["source"]).split("\n"):
            if begun and line and line[0] not in " )]}>" and ended(lines):
                found.append(Statement(number, "\n".join(lines)))
                lines, begun = [], False
            lines.append(line)
            begun = begun or bool(COMMENT.sub("", line).strip()) and line[0] not in "/ *"
        if begun:
            found.append(Statement(number, "\n".join(lines)))
    return found


def ended(lines: list[str]) -> bool:
    return COMMENT.sub("", "\n".join(lines)).rstrip().endswith((";", "}"))


def claim_ids(notebook: dict) -> list[str]:
    """The claims that a notebook makes, in order, from its source."""
    return [one.claim for one in statements(notebook) if one.claim]


def needed_for(wanted: list[str], everything: list[Statement]) -> list[Statement]:
    """The statements that the wanted claims need, in order."""
    taken = {at for at, one in enumerate(everything) if one.claim in wanted}
    last = max(taken, default=-1)
    names: set[str] = set().union(*(everything[at].used() for at in taken)) if taken else set()
    while True:
        more = {
            at
            for at, one in enumerate(everything[:last])
            if at not in taken and not one.claim and (one.declared() & names or one.changes(names))
        }
        if not more:
            return [everything[at] for at in sorted(taken)]
        taken |= more
        for at in more:
            names |= everything[at].used()


def cut(notebook: dict, wanted: list[str]) -> dict:
    """A notebook with what the wanted claims need and nothing else: imports first, and no cell goes on after a claim."""
    needed = needed_for(wanted, statements(notebook))
    imports = [one.text for one in needed if one.code.startswith("import ")]
    cells = [code_cell("\n".join(imports), 0)]
    open_cell = None
    for one in needed:
        if one.text in imports:
            continue
        if one.cell == open_cell:
            cells[-1]["source"] += "\n" + one.text
        else:
            cells.append(code_cell(one.text, len(cells)))
        open_cell = None if one.claim else one.cell
    return {
        "cells": cells,
        "metadata": {"kernelspec": notebooks.KERNELSPEC},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def code_cell(source: str, number: int) -> dict:
    return {
        "cell_type": "code",
        "id": f"cell-{number}",
        "metadata": {},
        "source": source,
        "execution_count": None,
        "outputs": [],
    }
