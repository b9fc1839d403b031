"""Runs notebooks on the real kernel and judges them: what `deno task notebooks` does.

Each notebook gets a fresh kernel. It passes when every claim in it came out as it should, no cell threw, and its
outputs are the committed ones, exactly. `--write` makes the outputs the committed ones; `--seeds 1000-1019` puts the
claims to the test on other seeds, and then outputs are not compared.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

import judge
import notebooks
from progress import Progress
from usage import Usage


@dataclass
class Verdict:
    """What came of one notebook."""

    name: str
    seconds: float
    claims: list[dict]
    problems: list[str]
    wrote: bool = False
    usage: Usage = field(default_factory=Usage)

    @property
    def ok(self) -> bool:
        return not self.problems


def main(words: list[str]) -> int:
    options = parse(words)
    try:
        paths = notebooks.find(options.names)
    except notebooks.NoSuchNotebook as problem:
        print(problem, file=sys.stderr)
        return 2
    if not paths:
        print("There are no notebooks in notebooks/.")
        return 0

    began = time.monotonic()
    jobs = max(1, min(options.jobs, len(paths)))
    seeds = f" on seeds {options.seeds}" if options.seeds else ""
    print(f"Running {plural(len(paths), 'notebook')}{seeds}, {jobs} at a time, each on a fresh kernel.", flush=True)
    verdicts = run_all(paths, jobs, options)

    repeated = judge.repeated_ids({verdict.name: verdict.claims for verdict in verdicts})
    for problem in repeated:
        print(f"FAILED: {problem}")
    failed = sum(not verdict.ok for verdict in verdicts)
    claims = [claim for verdict in verdicts for claim in verdict.claims]
    bad_claims = sum(not claim["ok"] for claim in claims)
    largest = max(verdicts, key=lambda verdict: verdict.usage.peak_megabytes)
    if largest.usage.peak_megabytes:
        print(f"most memory of a kernel: {largest.usage.peak_megabytes:.0f} MB ({largest.name})")
    print(
        f"claims: {len(claims) - bad_claims} passed, {bad_claims} failed\n"
        f"notebooks: {len(verdicts) - failed} passed, {failed} failed ({time.monotonic() - began:.0f} s)"
    )
    return 1 if failed or repeated else 0


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./learn notebooks", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as 03, recurrence or a path; all if none")
    parser.add_argument("--seeds", metavar="A-B", type=seed_range, help="run the claims on these seeds, such as 1000-1019")
    parser.add_argument("--write", action="store_true", help="make the outputs the committed ones")
    parser.add_argument("--json", metavar="FILE", help="write each notebook's verdict and claims")
    parser.add_argument("--jobs", metavar="N", type=int, default=os.cpu_count() or 1, help="how many at a time")
    options = parser.parse_args(words)
    if options.write and options.seeds:
        parser.error("--write renews the outputs of the seeds in the notebooks, so it goes without --seeds")
    return options


def seed_range(text: str) -> str:
    match = re.fullmatch(r"(\d+)-(\d+)", text)
    if not match or int(match[1]) > int(match[2]):
        raise argparse.ArgumentTypeError(f'"{text}" is no range of seeds, wanted A-B such as 1000-1019')
    return text


def run_all(paths: list[Path], jobs: int, options: argparse.Namespace) -> list[Verdict]:
    try:
        from kernel import Runner  # takes a second, which a mistyped name need not wait for
    except ModuleNotFoundError as missing:
        sys.exit(f"{missing.name} is not installed here: run it as ./learn notebooks, which sets it up.")

    runner, progress = Runner(options.seeds), Progress()
    pool, so_far, writing = ThreadPoolExecutor(jobs), {}, threading.Lock()

    def one(path: Path) -> Verdict:
        verdict = judged(path, runner, progress, options)
        with writing:  # after each, so that a long run that is stopped has not been for nothing
            so_far[path] = verdict
            if options.json:
                write_json(options.json, [so_far[path] for path in paths if path in so_far])
        progress.done(verdict.name, text_of(verdict))
        return verdict

    futures = [pool.submit(one, path) for path in paths]
    try:
        pending = set(futures)
        while pending:  # waits in short turns, so that Ctrl-C is heard on every system
            pending = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED).not_done
    except KeyboardInterrupt:
        runner.kill()
        print("\nStopped; nothing more was run.", file=sys.stderr, flush=True)
        os._exit(130)
    progress.end()
    return [future.result() for future in futures]


def judged(path: Path, runner, progress: Progress, options: argparse.Namespace) -> Verdict:
    name = path.stem
    execution = runner.run(path, lambda number, total: progress.cell(name, number, total))
    claims = judge.claims(execution.executed)
    problems = list(execution.problems)
    problems += [judge.describe_claim(claim) for claim in claims if not claim["ok"]]
    problems += judge.errors(execution.executed)
    wrote = False
    if not options.seeds and not execution.problems:
        difference = judge.first_difference(execution.committed, execution.executed)
        if difference and options.write and not problems:
            notebooks.write(path, execution.executed)
            wrote = True
        elif difference and not options.write:
            problems.append(f"outputs differ from the committed ones, first in {difference}")
    return Verdict(name, execution.seconds, claims, problems, wrote, execution.usage)


def text_of(verdict: Verdict) -> str:
    counted = plural(len(verdict.claims), "claim")
    head = f"{'ok    ' if verdict.ok else 'FAILED'} {verdict.name} ({counted}, {verdict.seconds:.1f} s)"
    notes = ["outputs written"] if verdict.wrote else []
    return "\n".join([", ".join([head, *notes]), *(f"    {problem}" for problem in verdict.problems)])


def write_json(file: str, verdicts: list[Verdict]) -> None:
    text = json.dumps([as_json(verdict) for verdict in verdicts], indent=1, ensure_ascii=False)
    Path(file).write_text(text + "\n", encoding="utf-8")


def as_json(verdict: Verdict) -> dict:
    return {
        "name": verdict.name,
        "seconds": round(verdict.seconds, 3),
        "cpuSeconds": round(verdict.usage.cpu_seconds, 1),
        "peakMegabytes": round(verdict.usage.peak_megabytes),
        "ok": verdict.ok,
        "problems": verdict.problems,
        "claims": verdict.claims,
    }


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
