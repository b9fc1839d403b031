"""Declaring a name again, in another way than before.

In a notebook a cell is run again and again, and names come back. V8 knows three families of declarations: `var` and
`function`; `let` and `class`; `const`, which an import is too. Within one a name may be declared again. Across them it is
a syntax error until the kernel is restarted, so such a declaration is put into its name's family before it is run. Cells
are formatted, so what is declared for all cells begins a line.
"""

from __future__ import annotations

import re

DECLARATION = re.compile(
    r"^(?P<export>export\s+)?(?:"
    r"(?P<function>(?:async\s+)?function\s*\*?)\s*(?P<called>[\w$]+)(?=\s*[<(])"
    r"|class\s+(?P<class>[\w$]+)"
    r"|(?P<enum>(?:const\s+)?enum|namespace)\s+(?P<names>[\w$]+)"
    r"|(?P<kind>const|let|var)\s+(?P<what>[\w$]+|[{\[][^=]*?[}\]](?=\s*[=:])))",
    re.MULTILINE,
)
IMPORT = re.compile(
    r"^import\s+(?:\{(?P<names>[^}]*)\}|\*\s+as\s+(?P<all>[\w$]+)|(?P<default>(?!type\s)[\w$]+))"
    r"\s+from\s+(?P<from>\"[^\"]+\"|'[^']+')",
    re.MULTILINE,
)
NAMES = re.compile(r"[\w$]+(?=\s*(?:[,}\]=]|$))")
# What tells where a declaration goes on, outside strings and comments; and the name, or names, behind a comma of its own.
MARKS = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`|[()\[\]{};,]", re.DOTALL)
NEXT = re.compile(r"\s*(?P<what>[\w$]+(?=\s*[=:,;!])|[{\[][^=]*?[}\]](?=\s*[=:]))")


class Declared:
    """How the cells so far have declared each name: V8 takes a new declaration only of the same family."""

    def __init__(self):
        self.families: dict[str, str] = {}

    def rewrite(self, code: str) -> str:
        """The cell in a form that can be run after the others; notes what it declares."""
        return DECLARATION.sub(self._one, IMPORT.sub(self._import, code))

    def _one(self, match: re.Match) -> str:
        text, export, name = match[0], match["export"] or "", match["called"] or match["class"] or match["names"]
        what = match["what"] or ""
        names = {name} if name else names_in(what).union(*map(names_in, further(match.string, match.end())))
        family = "var" if match["called"] or match["enum"] else "let" if match["class"] else match["kind"]
        wanted = self._family(names, family)
        if wanted == family or match["enum"]:
            return text
        if match["kind"]:
            return text.replace(family, wanted, 1)
        return f"{export}{wanted} {name} = {match['function'] or 'class'} {name}"

    def _import(self, match: re.Match) -> str:
        listed = match["names"] if match["names"] is not None else f"default as {match['default']}" if match["default"] else ""
        parts = [part.split(" as ") for part in (one.strip() for one in listed.split(",")) if part]
        parts = [part for part in parts if not part[0].startswith("type ")]
        wanted = self._family({match["all"]} if match["all"] else {part[-1].strip() for part in parts}, "const")
        if wanted == "const":
            return match[0]
        if match["all"]:
            return f"{wanted} {match['all']} = await import({match['from']})"
        return f"{wanted} {{ {', '.join(': '.join(part) for part in parts)} }} = await import({match['from']})"

    def _family(self, names: set[str], family: str) -> str:
        """The family to declare these names in: that of the first which has one already."""
        known = next((self.families[name] for name in sorted(names) if name in self.families), family)
        for name in names:
            self.families.setdefault(name, known)
        return known


def names_in(what: str) -> set[str]:
    """The names that a pattern declares, or the name itself."""
    return {what} if what[0] not in "{[" else set(NAMES.findall(what))


def further(code: str, at: int) -> list[str]:
    """What a declaration of several names declares behind the first: `b` of `let a = f(1, 2), b`."""
    found, depth = [], 0
    for mark in MARKS.finditer(code, at):
        depth += (mark[0] in "([{") - (mark[0] in ")]}")
        if depth < 0 or (depth == 0 and mark[0] == ";"):
            break
        if depth == 0 and mark[0] == "," and (one := NEXT.match(code, mark.end())):
            found.append(one["what"])
    return found
