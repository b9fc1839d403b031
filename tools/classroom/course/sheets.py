"""What a learner handed in of a notebook, made such that nbgrader can mark it, and what was done for that.

A cell belongs to an exercise by nbgrader's mark; where that was lost, by its id, by the check that it calls, or by what it
declares. So a notebook that went through another program, or whose cells were merged, split, moved or retyped, keeps the
answers that are in it. Outputs are left out: marking makes them again. The file itself is never changed.
"""

import json
import re
from copy import deepcopy

import nbformat

ASKED = re.compile(r'exercise\("([^"]+)",\s*([\w$]+)\)')
WELL_FORMED = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")


class Unreadable(Exception):
    """Why there is nothing to mark."""


def find(folder, name):
    """The file to mark in a learner's folder, and remarks."""
    if not folder.is_dir():
        raise Unreadable(f"nothing handed in: {folder.name} is a file, and {folder.stem}/{name}/{name}.ipynb is wanted")
    wanted = folder / name / f"{name}.ipynb"
    there = [path for path in sorted((folder / name).rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]
    if not there:
        there = [path for path in sorted(folder.glob("*.ipynb")) if path.name.startswith(name)]
    others = [str(path.relative_to(folder)) for path in there if path != wanted]
    if wanted in there:
        return wanted, [f"also there, and not marked: {', '.join(others)}"] if others else []
    if not there:
        raise Unreadable(f"nothing handed in: there is no {wanted.name}")
    if len(there) > 1:
        raise Unreadable(f"which one is meant? There are {', '.join(others)}, and {name}/{wanted.name} is wanted")
    return there[0], [f"{others[0]} is taken for {name}/{wanted.name}"]


def read(path):
    """The cells of a file, whatever its encoding and version, and remarks."""
    raw, remarks = path.read_bytes(), []
    if not raw.strip(b"\0 \t\r\n"):
        raise Unreadable("the file is empty")
    try:
        text = raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        remarks.append("the file is not in UTF-8, and is read as Windows-1252")
    try:
        book = json.loads(text)
        if "cells" not in book:
            for sheet in book["worksheets"]:
                for cell in sheet["cells"]:
                    cell["outputs"] = []
            book = nbformat.convert(nbformat.from_dict(book), 4)
            remarks.append("the file is of an old version of notebooks")
        cells = [tidy(cell) for cell in book["cells"] if isinstance(cell, dict)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, nbformat.ValidationError):
        raise Unreadable("the file is no notebook") from None
    if not any(cell["source"].strip() for cell in cells):
        raise Unreadable("the notebook has no cells")
    tell_apart(cells)
    return cells, remarks


def tell_apart(cells):
    """Gives an id of its own to every cell that has none."""
    taken = set()
    for number, cell in enumerate(cells):
        if not isinstance(cell["id"], str) or not WELL_FORMED.match(cell["id"]) or cell["id"] in taken:
            cell["id"] = f"handed-in-{number}"
        taken.add(cell["id"])


def tidy(cell):
    """A cell with what a cell has, and no more."""
    kind = cell.get("cell_type")
    kind = kind if kind in ("code", "raw") else "markdown"
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(line for line in source or [] if isinstance(line, str))
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    if not isinstance(metadata.get("nbgrader"), dict):
        metadata.pop("nbgrader", None)
    own = {"cell_type": kind, "id": cell.get("id"), "metadata": metadata, "source": text}
    return {**own, "execution_count": None, "outputs": []} if kind == "code" else own


def checked(cells, release):
    """The release version with what the learner wrote in it; and what was done for that."""
    found, remarks = marked(cells, release)
    last = -1
    for given in release["cells"]:
        name = id_of(given)
        if name is None:
            continue
        cell = found.get(name)
        if cell is None:
            cell = deepcopy(given)
            cell["source"], why = elsewhere(given, cells, release)
            cells.insert(last + 1, cell)
            remarks.append(f"{name} {why}")
        elif cell["cell_type"] != given["cell_type"]:
            text = cell["source"]
            cell.clear()
            cell.update(deepcopy(given), source=text)
            remarks.append(f"{name} was made another kind of cell, and is made {given['cell_type']} again")
        elif index(cells, cell) < last and given["metadata"]["nbgrader"].get("grade"):
            cells.insert(last, cells.pop(index(cells, cell)))
            remarks.append(f"{name} stood before what it judges, and is put behind it")
        cell["metadata"]["nbgrader"] = given["metadata"]["nbgrader"]
        last = index(cells, cell)
    # What the lesson imports and declares: without it nothing could be marked.
    ids, texts = {cell["id"] for cell in cells}, {cell["source"].strip() for cell in cells}
    for given in release["cells"]:
        lost = given["cell_type"] == "code" and id_of(given) is None and given.get("id") not in ids
        if lost and given["source"].strip() not in texts:
            after = {other.get("id") for other in release["cells"][release["cells"].index(given) + 1:]}
            at = next((i for i, cell in enumerate(cells) if cell["id"] in after), len(cells))
            cells.insert(at, deepcopy(given))
            remarks.append(f"{given.get('id')} was deleted, and is put back")
    tell_apart(cells)
    return {**release, "cells": cells}, remarks


def marked(cells, release):
    """Which cell is which of the release version's: by nbgrader's mark, by id, by what it calls or declares."""
    names = {id_of(given): given for given in release["cells"] if id_of(given)}
    found, remarks = {}, []
    for cell in cells:
        name = id_of(cell)
        if name in found:
            remarks.append(f"{name} is there twice: the first counts")
        if name in found or name not in names:
            cell["metadata"].pop("nbgrader", None)
        else:
            found[name] = cell
    lesson = {given["source"].strip() for given in release["cells"] if id_of(given) is None}
    free = [cell for cell in cells if id_of(cell) is None and cell["source"].strip() not in lesson]
    for name, given in names.items():
        if name in found:
            continue
        own = next((cell for cell in free if cell["id"] in (given.get("id"), name)), None)
        own = own or next((cell for cell in reversed(free) if cell["cell_type"] == "code" and is_like(cell, given, release)), None)
        if own is not None:
            free.remove(own)
            found[name] = own
            remarks.append(f"{name} had lost nbgrader's mark, and is found by what it is")
    return found, remarks


def is_like(cell, given, release):
    """Whether a cell asks for what the given check asks for, and little else, or declares what the given stub does."""
    if given["metadata"]["nbgrader"].get("grade"):
        asked = ASKED.search(given["source"])
        return bool(asked) and asked.group(0) in cell["source"] and len(cell["source"]) < 2 * len(given["source"])
    return declares(cell["source"], answer_of(given, release))


def answer_of(given, release):
    """What a stub declares: the name that the next check asks for."""
    cells = release["cells"]
    for later in cells[cells.index(given) + 1:]:
        asked = ASKED.search(later["source"])
        if asked and id_of(later):
            return asked.group(2)
    return None


def declares(text, name):
    return bool(name) and re.search(rf"\b(?:function\s*\*?|class|const|let|var)\s*\b{re.escape(name)}(?![\w$])", text) is not None


def elsewhere(given, cells, release):
    """The text of an answer that has no cell of its own any more, and what became of it."""
    name = None if given["metadata"]["nbgrader"].get("grade") else answer_of(given, release)
    for cell in cells:
        if not declares(cell["source"], name) or cell["cell_type"] != "code" or id_of(cell) is None:
            continue
        if not cell["metadata"]["nbgrader"].get("locked"):
            return f"// {name} stands in another cell", f"stands in the cell {id_of(cell)}"
        known = {line for other in release["cells"] if other is not given for line in other["source"].splitlines()}
        own = "\n".join(line for line in cell["source"].splitlines() if line not in known)
        return own, f"was merged into {id_of(cell)}, and is taken out of it"
    return given["source"], "was deleted, and is put back"


def index(cells, cell):
    return next(i for i, other in enumerate(cells) if other is cell)


def id_of(cell):
    mark = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")
    return mark if isinstance(mark, str) else None


def text_of(cell):
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)
