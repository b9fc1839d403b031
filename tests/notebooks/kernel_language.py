"""What the types say of the notebooks' own cells, and of cells with mistakes: writes JSON of {notebook: [notes]}, seconds and memory."""

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


async def main(names: list[str]) -> None:
    paths = [path for path in sorted(FOLDER.glob("*.ipynb")) if not names or path.name[:2] in names]
    notes, seconds, most = {}, [], 0.0
    language = Language(str(ROOT / ".venv" / "bin" / "deno"), ROOT, FOLDER)
    for path in paths:
        language.forget()
        cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
        for at, cell in enumerate(cells):
            code, began = "".join(cell["source"]), time.monotonic()
            found = await language.problems(cell["id"], code)
            seconds.append(time.monotonic() - began)
            language.note(cell["id"], code)
            if found:
                notes[f"{path.name} cell {at + 1}"] = found
        most = max(most, psutil.Process(language.server.process.pid).memory_info().rss / 2**20)
    wrong = await language.problems("wrong", 'const twelve: number = "12";\nconst size = [1].lenght;\nconst waits = Promise.resolve([1]);\nwaits.length')
    await language.server.end()
    seconds.sort()
    print(json.dumps({
        "cells": len(seconds), "notes": notes, "wrong": wrong, "megabytes": round(most),
        "median": round(seconds[len(seconds) // 2], 3), "most": round(seconds[int(len(seconds) * 0.95)], 3), "first": round(seconds[-1], 1),
    }))


asyncio.run(main(sys.argv[1:]))
