"""
A class on the hub, tried for real: learners log in over HTTP, all at once, and run a notebook on their kernels; then one
of them fills the memory and one loops for ever, and the others run on.

    .venv/bin/python tools/classroom/hub/trial.py [--learners 10] [--notebook 03] [--json FILE]

It begins a hub of its own, on ports of its own and with homes of its own, and ends it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import aiohttp

from learner import PASSWORD, Learner
from processes import below, busy_seconds, megabytes, of_each, peaks, processes, servers

HERE = Path(__file__).resolve().parent
COURSE = HERE.parents[2]
HOG = "const all: Float64Array[] = []; for (;;) all.push(new Float64Array(1e6).fill(1));"
LOOP = "for (;;);"


def cells_of(number: str) -> tuple[str, list[str]]:
    path = next((COURSE / "notebooks").glob(f"{number}*.ipynb"))
    cells = json.loads(path.read_text())["cells"]
    return path.name, ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


async def main(options: argparse.Namespace) -> int:
    folder = Path(tempfile.mkdtemp(prefix="class-"))
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    hub = subprocess.Popen(
        [str(Path(sys.prefix, "bin", "jupyterhub")), "--config", str(HERE / "jupyterhub_config.py")],
        cwd=folder, stdout=(folder / "hub.log").open("w"), stderr=subprocess.STDOUT,
        env={
            **os.environ, "CLASS_FOLDER": str(folder), "CLASS_PASSWORD": PASSWORD, "CLASS_ADDRESS": base,
            "CLASS_HUB_PORT": str(free_port()), "CLASS_PROXY_API": f"http://127.0.0.1:{free_port()}",
        },
    )
    class_ = [Learner(f"learner-{n + 1}", base) for n in range(options.learners)]
    report: dict[str, object] = {"learners": options.learners, "cores": os.cpu_count()}
    try:
        return await lesson(options, hub, base, class_, report)
    finally:
        for one in class_:
            await one.http.close()
        family = below(hub.pid)
        hub.terminate()
        hub.wait()
        await asyncio.sleep(3)
        known = processes()
        left = [known[pid][1][:100] for pid in family if pid in known]
        report["left behind"] = left
        print(f"ended; processes left behind: {len(left)} {left or ''}")
        if options.json:
            Path(options.json).write_text(json.dumps(report, indent=1) + "\n")
        print(f"homes and the hub's words: {folder}")


async def lesson(options, hub, base: str, class_: list[Learner], report: dict) -> int:
    async with aiohttp.ClientSession() as http:
        for _ in range(120):
            try:
                async with http.get(f"{base}/hub/login") as came:
                    if came.status == 200:
                        break
            except aiohttp.ClientError:
                pass  # not up yet
            await asyncio.sleep(0.5)
    print(f"the hub takes {megabytes(below(hub.pid)):.0f} MB")
    told = await asyncio.gather(*(one.log_in() for one in class_))
    report["seconds to a server"] = [round(x, 1) for x in sorted(told)]
    print(f"from login to a server, all at once: {min(told):.1f} to {max(told):.1f} s")
    idle = of_each(hub.pid)
    report["MB, no kernel"] = round(statistics.median(idle.values()))
    print(f"a server without a kernel: {statistics.median(idle.values()):.0f} MB")

    name, cells = cells_of(options.notebook)
    await asyncio.gather(*(one.begin_kernel(f"memory/notebooks/{name}") for one in class_))
    family = [pid for pid in servers(hub.pid).values()]
    before = busy_seconds([pid for top in family for pid in below(top)])
    done = asyncio.Event()
    watching = asyncio.create_task(peaks(hub.pid, done))
    came = await asyncio.gather(*(one.run(cells) for one in class_))
    worked = busy_seconds([pid for top in family for pid in below(top)]) - before
    done.set()
    most = await watching
    seconds = [x for x, _ in came]
    wrong = [error for _, errors in came for error in errors]
    resting = of_each(hub.pid)
    report |= {
        "seconds for the notebook": [round(x) for x in sorted(seconds)],
        "seconds of a core, each": round(worked / len(class_), 1),
        "MB, at work": round(statistics.median(most.values())),
        "MB, at work, most": round(max(most.values())),
        "MB, after": round(statistics.median(resting.values())),
        "errors": wrong,
    }
    print(f"{name}, all at once: {min(seconds):.0f} to {max(seconds):.0f} s, {worked / len(class_):.0f} s of a core each, {len(wrong)} errors {wrong[:3]}")
    print(f"at work {statistics.median(most.values()):.0f} MB ({max(most.values()):.0f} at most), afterwards {statistics.median(resting.values()):.0f} MB")

    if options.learners < 3:
        return 1 if wrong else 0
    hog, loop, *others = class_
    quick = cells[:6]
    alone = statistics.median([(await one.run(['"again";', "1 + 1"]))[0] for one in others])
    running = asyncio.create_task(loop.run([LOOP], 60)), asyncio.create_task(hog.run([HOG], 60))
    await asyncio.sleep(1)
    meanwhile = await asyncio.gather(*(one.run(['"again";', "1 + 1"]) for one in others))
    for one in others:
        await one.ask("POST", f"kernels/{one.kernel}/restart")
    again = await asyncio.gather(*(one.run(quick) for one in others))
    _, said = await running[1]
    await loop.ask("POST", f"kernels/{loop.kernel}/interrupt")
    _, stopped = await running[0]
    back = await asyncio.gather(hog.run(["1 + 1"]), loop.run(["1 + 1"]))
    harm = [error for _, errors in [*meanwhile, *again, *back] for error in errors]
    report |= {
        "a small cell, before": round(alone, 2),
        "a small cell, beside a hog and a loop": round(statistics.median(x for x, _ in meanwhile), 2),
        "what the hog was told": said, "what the loop was told": stopped, "harm to others": harm,
    }
    print(f"a small cell {alone:.2f} s, beside a hog and a loop {statistics.median(x for x, _ in meanwhile):.2f} s; others' errors: {len(harm)} {harm[:3]}")
    print(f"the hog was told {said}; the loop was told {stopped}")
    return 1 if wrong or harm else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("--learners", type=int, default=10)
    parser.add_argument("--notebook", default="03")
    parser.add_argument("--json", metavar="FILE")
    sys.exit(asyncio.run(main(parser.parse_args())))
