#!/usr/bin/env python3
"""What CI does, and what a new user does: from a fresh clone with Python and git to everything proven.

Runs each part below, goes on after a failure, and ends with the line `N passed, N failed`, summed over the parts. The
exit status is 0 only if nothing failed.
"""

import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
PARTS = (
    "test",  # as in the README: sets up first
    "notebooks",
    "exercises",
    "sabotage --sample 4",  # others each day
    "test:vitest",
    "test:browser",
    "test:classroom",
    "fmt --check",
    "lint",
    "check",
    "doc",
)
# How the parts say what came of them; a part that says nothing of the kind counts as one.
COUNTS = (
    re.compile(r"^(?:ok|FAILED) \| (?P<passed>\d+) passed.*? \| (?P<failed>\d+) failed"),  # deno test
    re.compile(r"^(?:claims|notebooks|exercises|sabotages): (?P<passed>\d+) passed, (?P<failed>\d+) failed"),
    re.compile(r"^ +Tests +(?:(?P<failed>\d+) failed \| )?(?P<passed>\d+) passed"),  # vitest
)


def main():
    os.environ.setdefault("CI", "true")
    os.environ["NO_COLOR"] = "1"
    results = []
    for part in PARTS:
        if part == "test:browser":
            need_chromium()
        results.append(run(part))
    print("\n%-19s %8s %8s %9s" % ("part", "passed", "failed", "seconds"))
    for part, passed, failed, seconds in results:
        print("%-19s %8d %8d %9.1f" % (part, passed, failed, seconds))
    passed = sum(result[1] for result in results)
    failed = sum(result[2] for result in results)
    print("\n%d passed, %d failed" % (passed, failed), flush=True)
    return 1 if failed else 0


def run(part):
    """Runs ./learn PART, passing on what it says, and counts."""
    print("\n===== ./learn %s" % part, flush=True)
    began = time.time()
    process = subprocess.Popen(
        [sys.executable, os.path.join(ROOT, "learn")] + part.split(),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
    )
    passed = failed = 0
    for line in process.stdout:
        print(line, end="", flush=True)
        for pattern in COUNTS:
            match = pattern.match(line)
            if match:
                passed += int(match["passed"] or 0)
                failed += int(match["failed"] or 0)
    if process.wait() != 0:
        failed = max(failed, 1)
    elif passed == 0:
        passed = 1
    return part, passed, failed, time.time() - began


def need_chromium():
    """Installs Debian's Chromium where there is none; without it the browser part fails and says what to do."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    if os.environ.get("CHROMIUM") or any(map(shutil.which, names)) or not shutil.which("apt-get"):
        return
    root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    print("\n===== installing Chromium", flush=True)
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        command = root + ["apt-get", "--quiet", "--quiet"] + words
        try:
            subprocess.call(command, env=environment, stdin=subprocess.DEVNULL)
        except OSError as error:
            print("Could not run %s: %s" % (command[0], error))


if __name__ == "__main__":
    sys.exit(main())
