"""A copy of the project in a folder of its own, broken in one way."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import notebooks

PARTS = ("lib", "tests", "data", "tools", "notebooks", "deno.json", "deno.lock")
LEFT_OUT = shutil.ignore_patterns(".*", "node_modules", "__pycache__", "run", "*.zip")
ASSEMBLY = "lib/tensor/simd/assembly/"


class CannotBreak(Exception):
    """A sabotage that could not be applied, with what was said about it."""


@contextmanager
def broken(sabotage: dict) -> Iterator[Path]:
    """The folder of a broken copy, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sabotage-") as place:
        folder = Path(place)
        for part in PARTS:
            source = notebooks.ROOT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=LEFT_OUT)
            elif source.exists():
                shutil.copy(source, folder / part)
        if sabotage["edits"]:
            deno("--allow-read", "--allow-write", __file__.replace("copy_of.py", "all.ts"), sabotage["name"], place)
        if any(edit["file"].startswith(ASSEMBLY) for edit in sabotage["edits"]):
            deno("--allow-all", str(folder / "tools" / "build_kernels.ts"), cwd=folder)
        yield folder


def deno(*words: str, cwd: Path = notebooks.ROOT) -> None:
    done = subprocess.run(["deno", "run", *words], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotBreak(done.stderr.strip())
