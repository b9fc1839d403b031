"""Finding, reading and writing notebooks in one canonical form."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
KERNELSPEC = {"display_name": "Deno, this course", "language": "typescript", "name": "deno"}


class NoSuchNotebook(Exception):
    """A name on the command line fits no notebook, or more than one."""


def find(names: list[str]) -> list[Path]:
    """The notebooks meant by names such as `03`, `recurrence`, `03_recurrence` or a path; all if none given."""
    everything = sorted(FOLDER.glob("*.ipynb"))
    if not names:
        return everything
    return [find_one(name, everything) for name in names]


def find_one(name: str, everything: list[Path]) -> Path:
    path = Path(name)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    wanted = path.name.removesuffix(".ipynb")
    exact = [one for one in everything if wanted in (one.stem, one.stem.partition("_")[2])]
    matches = exact or [one for one in everything if one.stem.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    known = ", ".join(one.stem for one in (matches or everything)) or "none yet"
    problem = "fits more than one notebook" if matches else "fits no notebook"
    raise NoSuchNotebook(f'"{name}" {problem}; there are: {known}')


def read(path: Path) -> dict:
    """The notebook as plain data in the current format."""
    import nbformat  # takes a second, which a mistyped name need not wait for

    return nbformat.read(path, as_version=4)


def canonical(notebook: dict) -> dict:
    """A plain copy without what differs between runs or machines: times, and the place of this clone."""
    plain = json.loads(json.dumps(notebook))
    for cell in plain["cells"]:
        cell["metadata"].pop("execution", None)
        if cell["cell_type"] == "code":
            cell["outputs"] = [without_place(output) for output in cell["outputs"]]
    plain["metadata"] = {**plain["metadata"], "kernelspec": KERNELSPEC}
    return plain


def without_place(value):
    """Paths in errors and their like, relative to this clone."""
    if isinstance(value, str):
        return value.replace(f"{ROOT.as_uri()}/", "").replace(f"{ROOT}/", "")
    if isinstance(value, list):
        return [without_place(part) for part in value]
    if isinstance(value, dict):
        return {key: without_place(part) for key, part in value.items()}
    return value


def write(path: Path, notebook: dict) -> None:
    import nbformat

    text = nbformat.writes(nbformat.from_dict(notebook))
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8", newline="\n")
