"""Proves the exercises: what `deno task exercises` does.

First every answer goes to its check directly: the stub is to do, the solution right, each wrong answer wrong with the
hint for its idea, also when it is held out of the list that diagnoses (`--held-out`); with `--others`, right answers in
unusual form must be right, and hostile ones hang and end nothing. Then on the real kernel: stubs and one wrong answer of each exercise in
turn; and each notebook once more from top to bottom with the solutions in place of the stubs, where every exercise must
come out right, every claim must hold and no cell may throw.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "notebooks"))

import judge  # noqa: E402
import notebooks  # noqa: E402

EXERCISE = "application/vnd.sequences.exercise+json"
#: Share of the wrong answers that must be known when each is left out of the list.
HELD_OUT = 0.95
IMPORT = """import { exercise, yourTurn } from "lib/exercises/mod.ts";
import { exerciseNamed } from "lib/exercises/load.ts";"""


def main(words: list[str]) -> int:
    options = parse(words)
    try:
        paths = {path.stem: path for path in notebooks.find(options.names)}
    except notebooks.NoSuchNotebook as problem:
        print(problem, file=sys.stderr)
        return 2
    began = time.monotonic()
    print("Putting every answer to its check.", flush=True)
    tried = answers(sorted({stem[:2] for stem in paths}), held_out=options.held_out)
    for one in tried:
        one["notebook"] = next(stem for stem in paths if stem.startswith(one["id"][:2]))
        one["kernel"] = {"stub": None, "wrong": None, "solution": None}
    if not options.quick and tried:
        on_kernel(tried, paths, options.jobs)
    report = [as_json(one, quick=options.quick) for one in tried]
    for one in report:
        show(one)
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    others = other_answers() if options.others else 0
    return summary(report, time.monotonic() - began) or others


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./learn exercises", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="notebooks, such as 03 or recurrence; all if none")
    parser.add_argument("--json", metavar="FILE", help="write what came of each exercise")
    parser.add_argument("--held-out", action="store_true", help="also leave each wrong answer out of the list")
    parser.add_argument("--others", action="store_true", help="also right answers in unusual form, and hostile ones")
    parser.add_argument("--quick", action="store_true", help="leave out the kernel")
    parser.add_argument("--jobs", metavar="N", type=int, default=os.cpu_count() or 1, help="notebooks at a time")
    return parser.parse_args(words)


def answers(numbers: list[str], held_out: bool) -> list[dict]:
    """What the checks say of all answers, without a kernel."""
    script = Path(__file__).with_name("answers.ts")
    more = ["--held-out"] if held_out else []
    command = ["deno", "run", "--allow-all", str(script), "--json", *more, *numbers]
    done = subprocess.run(command, cwd=notebooks.ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit("The exercises could not be read; see above.")
    return json.loads(done.stdout)


def other_answers() -> int:
    """Right answers in unusual form, and hostile ones, as cells declare them."""
    command = ["deno", "run", "--allow-all", str(Path(__file__).with_name("others.ts"))]
    return subprocess.run(command, cwd=notebooks.ROOT, check=False).returncode


def on_kernel(tried: list[dict], paths: dict[str, Path], jobs: int) -> None:
    try:
        from kernel import Runner
    except ModuleNotFoundError as missing:
        sys.exit(f"{missing.name} is not installed here: run it as ./learn exercises, which sets it up.")
    runner = Runner()
    by_notebook: dict[str, list[dict]] = {}
    for one in tried:
        by_notebook.setdefault(one["notebook"], []).append(one)
    print(f"Running {len(by_notebook)} notebooks with the solutions in place, on the kernel.", flush=True)

    def one_notebook(stem: str) -> None:
        short(runner, paths[stem], by_notebook[stem])
        solved(runner, paths[stem], by_notebook[stem])
        print(f"  {stem}", flush=True)

    with ThreadPoolExecutor(max(1, jobs)) as pool:
        try:
            list(pool.map(one_notebook, by_notebook))
        except KeyboardInterrupt:
            runner.kill()
            os._exit(130)


def short(runner, path: Path, tried: list[dict]) -> None:
    """Stubs, and for each exercise one wrong answer, without the rest of the notebook."""
    sources = [IMPORT]
    for one in tried:
        check = f'await exercise("{one["id"]}", {one["answer"]});'
        kind, name, index = sample(one)
        known = f'(await exerciseNamed("{one["id"]}")).{kind}["{name}"]'
        answer = f"{known}.answers[{index}]" if kind == "ideas" else f"{known}[{index}]"
        sources += [one["before"], one["sources"]["stub"], check, f'await exercise("{one["id"]}", {answer});']
    notebook = {
        "cells": [code(source, f"cell-{at}") for at, source in enumerate(sources)],
        "metadata": {"kernelspec": notebooks.KERNELSPEC},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    executed = run(runner, path, notebook)
    cells = executed["cells"]
    for at, one in enumerate(tried):
        here = cells[1 + 4 * at : 5 + 4 * at]
        one["kernel"]["stub"] = states(here[2]) == [("todo", None)] and not thrown(here)
        one["kernel"]["wrong"] = states(here[3]) == [("wrong", sample(one)[1])]


def sample(one: dict) -> tuple[str, str, int]:
    """One wrong answer: where it is listed; a loop without end if there is one, since only the kernel's guard stops that."""
    labels = [answer["label"] for answer in one["wrong"]]
    label = "never-returns 1" if "never-returns 1" in labels else labels[0]
    name, number = label.rsplit(" ", 1)
    return ("faults" if name == "never-returns" else "ideas", name, int(number) - 1)


def solved(runner, path: Path, tried: list[dict]) -> None:
    """The notebook with all solutions in place."""
    notebook = copy.deepcopy(notebooks.canonical(notebooks.read(path)))
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    for one in tried:
        stub = cells.get(cell_id(one["id"], "stub"))
        if stub is None or cell_id(one["id"], "check") not in cells:
            one["problems"].append(f"{path.name} has no cells {cell_id(one['id'], 'stub')} and -check")
            continue
        if squeezed(stub["source"]) != squeezed(one["sources"]["stub"]):
            one["problems"].append(f"its stub in {path.name} is not the one in notebooks/exercises")
        stub["source"] = one["sources"]["solution"]
    executed = run(runner, path, notebook)
    ran = {cell["id"]: cell for cell in executed["cells"]}
    errors = judge.errors(executed)
    failed = [judge.describe_claim(claim) for claim in judge.claims(executed) if not claim["ok"]]
    for one in tried:
        check = ran.get(cell_id(one["id"], "check"))
        one["kernel"]["solution"] = check is not None and states(check) == [("right", None)]
    tried[0]["problems"] += [f"with the solutions in place: {problem}" for problem in errors + failed]


def run(runner, path: Path, notebook: dict) -> dict:
    import nbformat

    execution = runner.run(path, lambda *_: None, nbformat.from_dict(notebook))
    for problem in execution.problems:
        sys.exit(f"{path.name}: {problem}")
    return execution.executed


def code(source: str, identifier: str) -> dict:
    return {
        "cell_type": "code",
        "id": identifier,
        "metadata": {},
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


def cell_id(exercise: str, part: str) -> str:
    return f"exercise-{exercise.replace('.', '-')}-{part}"


def squeezed(source: str | list[str]) -> str:
    """Source without what formatting may change."""
    text = source if isinstance(source, str) else "".join(source)
    return "".join(text.split()).replace(",", "").replace(";", "").replace("(", "").replace(")", "")


def states(cell: dict) -> list[tuple[str, str | None]]:
    found = [output.get("data", {}).get(EXERCISE) for output in cell["outputs"]]
    return [(record["state"], record["misconception"]) for record in found if record]


def thrown(cells: list[dict]) -> bool:
    return any(output["output_type"] == "error" for cell in cells for output in cell["outputs"])


def as_json(one: dict, quick: bool) -> dict:
    kernel = one["kernel"]
    wrong = [
        {key: answer.get(key) for key in ("label", "misconception", "found", "heldOut", "observed", "ok")}
        for answer in one["wrong"]
    ]
    problems = list(one["problems"])
    for part in ("stub", "solution"):
        if not one[part]["ok"]:
            problems.append(f"its {part} came out {one[part]['state']}: {one[part]['observed']}")
    if not quick:
        problems += [f"on the kernel its {part} did not come out as it should" for part in kernel if not kernel[part]]
    return {
        "id": one["id"],
        "notebook": one["notebook"],
        "ok": not problems and all(answer["ok"] for answer in wrong),
        "stub": one["stub"]["ok"],
        "solution": one["solution"]["ok"],
        "wrong": wrong,
        "hints": one["hints"],
        "onKernel": None if quick else kernel,
        "problems": problems,
    }


def show(one: dict) -> None:
    head = "ok    " if one["ok"] else "FAILED"
    print(f"{head} {one['id']} ({len(one['wrong'])} wrong answers, {one['hints']} hints)")
    for problem in one["problems"]:
        print(f"    {problem}")
    for answer in one["wrong"]:
        if not answer["ok"]:
            print(
                f"    {answer['label']}: wanted {answer['misconception']}, found {answer['found']} "
                f"({answer['observed']})"
            )


def summary(report: list[dict], seconds: float) -> int:
    wrong = [answer for one in report for answer in one["wrong"]]
    failed = sum(not one["ok"] for one in report)
    caught = sum(answer["ok"] for answer in wrong)
    held = [answer for answer in wrong if answer["heldOut"] is not None]
    known = sum(answer["heldOut"] == answer["misconception"] for answer in held)
    few = bool(held) and len(held) == len(wrong) and known < HELD_OUT * len(held)
    if len(held) == len(wrong):
        print(f"held out of the list: {known} of {len(held)} known by their siblings, or by what they do")
    print(
        f"solutions: {sum(one['solution'] for one in report)} of {len(report)} right\n"
        f"wrong answers: {caught} of {len(wrong)} found, each with the hint for its idea\n"
        f"hints: {sum(one['hints'] for one in report)}\n"
        f"exercises: {len(report) - failed} passed, {failed} failed ({seconds:.0f} s)"
    )
    return 1 if failed or few else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
