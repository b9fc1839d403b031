"""Breaks the library in named ways and sees who notices: what `deno task sabotage` does.

Each sabotage changes a copy of the project and runs there, on the real kernel, the claims that must go red, with what
they need of their notebooks, and the test files that must go red. A claim is red when its own numbers say so; one whose
experiment threw, or whose notebook failed before it, is named apart and does not count. The run begins with `nothing`:
an unbroken copy, where every claim must come out as committed, value by value.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "notebooks"))

import copy_of  # noqa: E402
import judge  # noqa: E402
import notebooks  # noqa: E402
import report  # noqa: E402
import slice as slices  # noqa: E402
import watch  # noqa: E402

NOTHING = {"name": "nothing", "breaks": "Nothing: the library as it is", "edits": [], "claims": [], "tests": []}
SECONDS_OF_A_DAY = 86400


def main(words: list[str]) -> int:
    options = parse(words)
    known = listed()
    made = {path.name: slices.claim_ids(notebooks.read(path)) for path in notebooks.find([])}
    try:
        chosen = choose(options, known, made)
    except (LookupError, notebooks.NoSuchNotebook) as problem:
        print(problem.args[0], file=sys.stderr)
        return 2
    try:
        from kernel import Runner
    except ModuleNotFoundError as missing:
        sys.exit(f"{missing.name} is not installed here: run it as ./learn sabotage, which sets it up.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    runner, began = Runner(), time.monotonic()
    print(f"Sabotages: {', '.join(one['name'] for one in chosen)}", flush=True)
    found = []
    try:
        for sabotage in chosen:
            found.append(one_sabotage(sabotage, made, runner, options.jobs))
            print(report.text_of(found[-1]), flush=True)
            if options.record:
                report.record(found[-1], known, made)
    except KeyboardInterrupt:
        runner.kill()
        print("\nStopped; nothing more was run.", file=sys.stderr, flush=True)
        os._exit(130)
    if options.json:
        Path(options.json).write_text(report.as_json(found), encoding="utf-8")
    whole = not (options.names or options.claims or options.sample or options.within)
    return report.summary(found, made if whole else None, time.monotonic() - began)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./learn sabotage", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="sabotages, such as no-recurrence; all if none")
    parser.add_argument("--claims", metavar="ID", nargs="+", default=[], help="what breaks these claims, on them alone")
    parser.add_argument("--sample", metavar="K", type=at_least_one, help="K sabotages, others each day, in one notebook each")
    parser.add_argument("--day", metavar="N", type=int, default=int(time.time() // SECONDS_OF_A_DAY), help=argparse.SUPPRESS)
    parser.add_argument("--in", metavar="NAME", nargs="+", dest="within", default=[], help="all claims of these notebooks, no tests")
    parser.add_argument("--json", metavar="FILE", help="write what went red for each sabotage")
    parser.add_argument("--record", action="store_true", help="renew last_run.json with what was found")
    parser.add_argument("--jobs", metavar="N", type=int, default=os.cpu_count() or 1, help="notebooks at a time")
    return parser.parse_args(words)


def at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is no whole number from 1 on')
    return int(text)


def listed() -> list[dict]:
    command = ["deno", "run", "--allow-read", str(Path(__file__).with_name("all.ts"))]
    done = subprocess.run(command, cwd=notebooks.ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit("The sabotages could not be read; see above.")
    return json.loads(done.stdout)


def choose(options: argparse.Namespace, known: list[dict], made: dict[str, list[str]]) -> list[dict]:
    """The sabotages to run, with the claims and tests that each must turn red."""
    every = [identity for ids in made.values() for identity in ids]
    nothing = {**NOTHING, "claims": every}
    by_name = {one["name"]: one for one in [nothing, *known]}
    for name in options.names:
        if name not in by_name:
            raise LookupError(f'There is no sabotage "{name}"; there are: {", ".join(by_name)}')
    chosen = [by_name[name] for name in options.names] or [nothing, *known]
    if options.within:
        within = {path.name for path in notebooks.find(options.within)}
        ids = [identity for name, ids in made.items() if name in within for identity in ids]
        return [{**one, "claims": ids, "tests": []} for one in chosen]
    if options.claims:
        strange = [identity for identity in options.claims if identity not in every]
        if strange:
            raise LookupError(f"No notebook makes the claim {strange[0]}")
        wanted = set(options.claims)
        some = [{**one, "claims": [c for c in one["claims"] if c in wanted], "tests": []} for one in chosen]
        return [one for one in some if one["claims"]]
    if options.sample:
        return sample(known, options.sample, options.day)
    return chosen


def sample(known: list[dict], count: int, day: int) -> list[dict]:
    """So many sabotages, the next ones each day; and of each one notebook, the next one each time its turn comes."""
    print(f"The sample of day {day}; again with --sample {count} --day {day}", flush=True)
    chosen = []
    for turn in range(day * count, day * count + min(count, len(known))):
        one = known[turn % len(known)]
        numbers = sorted({identity[:2] for identity in one["claims"]})
        number = numbers[turn // len(known) % len(numbers)] if numbers else None
        chosen.append({**one, "claims": [identity for identity in one["claims"] if identity[:2] == number]})
    return chosen


def one_sabotage(sabotage: dict, made: dict[str, list[str]], runner, jobs: int) -> report.Found:
    """Runs everything that must notice, in a copy of the project."""
    found = report.Found(sabotage)
    began = time.monotonic()
    parts = {name: [c for c in ids if c in sabotage["claims"]] for name, ids in made.items()}
    parts = {name: ids for name, ids in parts.items() if ids}
    missing = set(sabotage["claims"]) - {identity for ids in parts.values() for identity in ids}
    found.problems += [f"no notebook makes the claim {identity}" for identity in sorted(missing)]

    def one_notebook(folder: Path, name: str) -> None:
        found.claims.update(watch.claims(runner, folder, name, parts[name]))
        print(f"  {sabotage['name']}: {name}, {time.monotonic() - began:.0f} s", flush=True)

    def one_file(folder: Path, file: str) -> None:
        found.tests[file] = watch.tests(folder, file)

    pool = ThreadPoolExecutor(max(1, jobs))
    try:
        with copy_of.broken(sabotage) as folder:
            running = [pool.submit(one_notebook, folder, name) for name in parts]
            running += [pool.submit(one_file, folder, file) for file in sabotage["tests"]]
            for future in running:
                future.result()
    except copy_of.CannotBreak as problem:
        found.problems.append(str(problem))
    pool.shutdown()
    if not sabotage["edits"]:
        found.problems += changed(found, parts)
    found.seconds = time.monotonic() - began
    return found


def changed(found: report.Found, parts: dict[str, list[str]]) -> list[str]:
    """Where an unbroken copy does not give what the notebooks show."""
    problems = []
    for name, ids in parts.items():
        committed = {claim["id"]: claim for claim in judge.claims(notebooks.read(notebooks.FOLDER / name))}
        problems += [
            f"{identity} is {found.claims[identity]['state']}, and not what the notebook shows"
            for identity in ids
            if found.claims[identity]["record"] != committed.get(identity)
        ]
    return problems


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
