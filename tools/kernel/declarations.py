"""Declaring a name again, in another way than before.

In a notebook a cell is run again and again, and names come back. V8 knows three families of declarations: `var` and
`function`; `let` and `class`; `const`, which an import is too. Within one a name may be declared again. Across them it is
a syntax error until the kernel is restarted, so such a declaration is put into its name's family before it is run. What
was once a `const` therefore stays one. (To run every `const` as `let` was tried: a notebook of cells of one's own took
300 MB more and a fourth more time.) Cells are formatted, so what is declared for all cells begins a line.
"""

from __future__ import annotations

import re

DECLARATION = re.compile(
    r"^(?P<export>export\s+)?(?:"
    r"(?P<function>(?:async\s+)?function\s*\*?)\s*(?P<called>[\w$]+)(?=\s*[<(])"
    r"|class\s+(?P<class>[\w$]+)"
    r"|(?P<enum>(?:const\s+)?enum|namespace)\s+(?P<names>[\w$]+)"
    r"|(?P<kind>const|let|var)(?=\s+[\w$]|\s*[{\[]))",
    re.MULTILINE,
)
IMPORT = re.compile(
    r"^import\s+(?:\{(?P<names>[^}]*)\}|\*\s+as\s+(?P<all>[\w$]+)|(?P<default>(?!type\s)[\w$]+))"
    r"\s+from\s+(?P<from>\"[^\"]+\"|'[^']+')",
    re.MULTILINE,
)
# Comments, texts and regular expressions, which declare nothing; and what tells where a declaration goes on.
MARKS = re.compile(
    r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`"
    r"|(?<![\w$)\]])/(?!\s)(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/|[()\[\]{};,]",
    re.DOTALL,
)
TYPE = re.compile(r"^(?:export\s+)?(?:type|interface)\s+(?P<called>[\w$]+)", re.MULTILINE)
DECLARED = re.compile(r"\s*(?:(?P<name>[\w$]+)(?=\s*(?:[=:,;!]|$))|(?P<pattern>[{\[]))", re.MULTILINE)
NAMES = re.compile(r"(?<![\w$=(.])(?<![=(] )(?!\d)[\w$]+(?=\s*(?:[,}\]=]|$))")  # of a pattern, without what stands in for them

# What the library uses of JavaScript: a cell that gave such a name to something else would change it for the library, too.
OWN = set(
    "AbortController AbortSignal Array Boolean Deno Error JSON Map Math Number Object Promise Set String Symbol URL WeakMap"
    " WeakRef WebAssembly Worker console crypto globalThis performance setTimeout structuredClone".split()
)


class Taken(Exception):
    """A cell declares a name that it must not."""


class Declared:
    """How the cells so far have declared each name: V8 takes a new declaration only of the same family."""

    def __init__(self):
        self.families: dict[str, str] = {}

    def rewrite(self, code: str) -> str:
        """The cell in a form that can be run after the others, of the same lines; notes what it declares."""
        return each(DECLARATION, self._one, each(IMPORT, self._import, code))

    def _one(self, match: re.Match) -> str:
        name, kind = called(match), match["kind"]
        names = {name} if name else names_at(match.string, match.end())
        if kind:
            wanted = self._family(names, kind)
            return match[0].removesuffix(kind) + wanted.ljust(len(kind))
        family = "let" if match["class"] else "var"
        wanted = self._family(names, family)
        if wanted == family or match["enum"]:
            return match[0]
        return f"{match['export'] or ''}{wanted} {name} = {match['function'] or 'class'} {name}"

    def _import(self, match: re.Match) -> str:
        parts = imported(match)
        wanted = self._family({match["all"]} if match["all"] else {part[-1].strip() for part in parts}, "const")
        if wanted == "const":
            return match[0]
        if match["all"]:
            return f"{wanted} {match['all']} = await import({match['from']})"
        return f"{wanted} {{ {', '.join(': '.join(part) for part in parts)} }} = await import({match['from']})"

    def _family(self, names: set[str], family: str) -> str:
        """The family to declare these names in: that of the first which has one already."""
        if taken := sorted(names & OWN):
            raise Taken(f"{taken[0]} is a name of JavaScript's own, which the library needs: choose another")
        known = next((self.families[name] for name in sorted(names) if name in self.families), family)
        for name in names:
            self.families.setdefault(name, known)
        return known


def called(match: re.Match) -> str | None:
    """The one name that a declaration gives, of a function, a class, an enum."""
    return match["called"] or match["class"] or match["names"]


def imported(match: re.Match) -> list[list[str]]:
    """What an import names, and how it calls it, if in another way; without types."""
    listed = match["names"] if match["names"] is not None else f"default as {match['default']}" if match["default"] else ""
    parts = [part.split(" as ") for part in (one.strip() for one in listed.split(",")) if part]
    return [part for part in parts if not part[0].startswith("type ")]


def declared(code: str) -> set[str]:
    """The names that a cell declares for all cells, without those that it imports."""
    names: set[str] = set()

    def note(match: re.Match) -> str:
        name = called(match) if match.re is DECLARATION else match["called"]
        names.update({name} if name else names_at(match.string, match.end()))
        return match[0]

    each(DECLARATION, note, code)
    each(TYPE, note, code)
    return names


def each(pattern: re.Pattern, change, code: str) -> str:
    """The code with what a pattern finds changed, except in comments and texts of several lines."""
    texts = [mark.span() for mark in MARKS.finditer(code) if mark[0][0] in "`/"]

    def changed(match: re.Match) -> str:
        return match[0] if any(start < match.start() < end for start, end in texts) else change(match)

    return pattern.sub(changed, code)


def names_at(code: str, at: int) -> set[str]:
    """The names that a declaration declares from a place on: `a`, `b` and `d` of ` a = f(1, 2), { b, c: d } = e;`."""
    names: set[str] = set()
    while at is not None and (one := DECLARED.match(code, at)):
        if one["name"]:
            names.add(one["name"])
            at = one.end()
        else:
            at = behind(code, one.start("pattern"), "}]") or len(code)
            names.update(NAMES.findall(code[one.start("pattern"):at]))
        at = behind(code, at, ",")
    return names


def behind(code: str, at: int, marks: str) -> int | None:
    """The place behind the first of some marks that stands in no brackets but those that it closes; None at the end."""
    depth = 0
    for mark in MARKS.finditer(code, at):
        depth += (mark[0] in "([{") - (mark[0] in ")]}")
        if depth == 0 and mark[0] in marks:
            return mark.end()
        if depth < 0 or (depth == 0 and mark[0] == ";"):
            return None
    return None
