"""What the types say of the notebooks' own cells, and of cells with mistakes: writes JSON of notes, seconds and memory.

Each notebook is looked at as one cell; with `--each`, which takes minutes, each cell with those before it. With
`--cases FILE` lists of cells from a JSON file, each list run in order in a notebook of its own: notes of each cell.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "kernel"))

import psutil  # noqa: E402
from language import Language  # noqa: E402

FOLDER = ROOT / "notebooks"


async def cases(path: str) -> None:
    language, found = Language(str(ROOT / ".venv" / "bin" / "deno"), ROOT, FOLDER), []
    for codes in json.loads(Path(path).read_text(encoding="utf-8")):
        language.forget()
        found.append([])
        for at, code in enumerate(codes):
            found[-1].append(await language.problems(str(at), code))
            language.note(str(at), code)
    await language.server.end()
    print(json.dumps(found))


async def main(options: list[str]) -> None:
    paths = sorted(FOLDER.glob("*.ipynb"))
    notes, seconds, most = {}, [], 0.0
    language = Language(str(ROOT / ".venv" / "bin" / "deno"), ROOT, FOLDER)
    for path in paths:
        language.forget()
        cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
        codes = ["".join(cell["source"]) for cell in cells]
        for at, code in enumerate(codes if "--each" in options else ["\n".join(codes)]):
            began = time.monotonic()
            found = await language.problems(str(at), code)
            seconds.append(time.monotonic() - began)
            language.note(str(at), code)
            if found:
                notes[f"{path.name} cell {at + 1}"] = found
        if language.server.alive:
            most = max(most, psutil.Process(language.server.process.pid).memory_info().rss / 2**20)
    wrong = await language.problems("wrong", 'const twelve: number = "12";\nconst size = [1].lenght;\nconst waits = Promise.resolve([1]);\nwaits.length')
    inner = await language.problems("inner", """const options = { size: "3", names: ["one", "two"], kind: "a", more: { and: [1, 2], so: ["on"] } };
(({ size }: { size: number; names: string[]; kind: string; more: object }) => size)(options);""")
    await language.server.end()
    seconds.sort()
    print(json.dumps({
        "asked": len(seconds), "notes": notes, "wrong": wrong, "inner": inner, "megabytes": round(most),
        "median": round(seconds[len(seconds) // 2], 3), "most": round(seconds[int(len(seconds) * 0.95)], 3), "first": round(seconds[-1], 1),
    }))


asyncio.run(cases(sys.argv[2]) if "--cases" in sys.argv else main(sys.argv[1:]))
