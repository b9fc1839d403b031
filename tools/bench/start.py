"""Times what a reader waits for first: a fresh kernel, then a notebook's cells up to its first picture.

Each round starts a kernel of its own and runs the cells one after another, as Run All does, until one has shown a
picture. A cell's time is from asking for it until it is over.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

from jupyter_client.manager import KernelManager

sys.path.insert(0, str(Path(__file__).parents[1] / "notebooks"))
import notebooks

PATIENCE = 120  # seconds for whatever is waited for


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="./learn bench:start", description=__doc__.split("\n")[0])
    parser.add_argument("name", nargs="?", default="02", help="a notebook, such as 03; 02 if none")
    parser.add_argument("--rounds", type=int, default=5, help="how many fresh kernels")
    options = parser.parse_args(words)
    [path] = notebooks.find([options.name])
    cells = [cell.source for cell in notebooks.read(path).cells if cell.cell_type == "code"]
    rounds = [one_round(path, cells) for _ in range(options.rounds)]
    print(f"{path.stem}, {len(rounds)} fresh kernels; seconds\n")
    print("|                                         | least | median |")
    print("| --------------------------------------- | ----: | -----: |")
    for name, times in zip(["the kernel starts", *(f"cell {at + 1}" for at in range(99))], zip(*rounds)):
        row(name, times)
    row("all cells up to the first picture", [sum(times[1:]) for times in rounds])


def row(name: str, times) -> None:
    print(f"| {name:39} | {min(times):5.2f} | {statistics.median(times):6.2f} |")


def one_round(path: Path, cells: list[str]) -> list[float]:
    """Seconds until a kernel is there, then those of each cell up to the first that shows a picture."""
    began = time.perf_counter()
    manager = KernelManager(kernel_name="deno")
    manager.start_kernel(cwd=str(path.parent), env={**os.environ, "PROGRESS": "off"})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(PATIENCE)
        times = [time.perf_counter() - began]
        for cell in cells:
            began = time.perf_counter()
            shown = run(client, cell)
            times.append(time.perf_counter() - began)
            if shown:
                return times
        raise SystemExit(f"Cannot time the first picture of {path.name}: none of its cells shows one")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, cell: str) -> bool:
    """Runs a cell; says whether it showed a picture."""
    asked, shown = client.execute(cell), False
    while True:
        message = client.get_iopub_msg(timeout=PATIENCE)
        kind, content = message["msg_type"], message["content"]
        if message["parent_header"].get("msg_id") != asked:
            continue
        if kind == "error":
            raise SystemExit(f"Cannot time the first picture: a cell threw {content['ename']}: {content['evalue']}")
        shown = shown or "<svg" in str(content.get("data", "")) or "<img" in str(content.get("data", ""))
        if kind == "status" and content["execution_state"] == "idle":
            return shown


if __name__ == "__main__":
    main(sys.argv[1:])
