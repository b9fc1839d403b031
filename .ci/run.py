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
import tempfile
import time
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
PARTS = (
    "test",  # as in the README: sets up first
    "notebooks",
    "exercises --quick",
    "sabotage --sample 4",  # others each day
    "fmt --check",
    "lint",
    "check",
    "doc",
)
# What takes longest, or needs most of a machine: run as well with CI_ALL=1.
MORE = ("exercises", "fuzz --cases 10000", "test:vitest", "test:browser", "test:classroom", "test:package", "test:site --quick")
# `deno test` as people type it, and where; whole, with CI_ALL=1. A test in tests/setup types shorter forms each time.
TYPED = (
    ("deno test", "."),
    ("deno test --coverage", "."),
    ("deno test", "tests"),
    ("deno test -A", "tests"),
)
# The newest Deno, and the tests that it has to pass too. The course itself stays at the version in requirements.txt.
NEWEST = "deno==2.9.8"
NEWEST_TESTS = ("tests/cells", "tests/tensor", "tests/training")
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
    everything = os.environ.get("CI_ALL") == "1"
    for part in PARTS + (MORE if everything else ()):
        if part in ("test:browser", "test:package", "test:site --quick"):
            need_chromium()
        results.append(run("./learn " + part, [sys.executable, os.path.join(ROOT, "learn")] + part.split()))
    for command, folder in TYPED if everything else ():
        words = [os.path.join(ROOT, ".venv", "bin", "deno")] + command.split()[1:]
        results.append(run(command + " in " + folder, words, os.path.join(ROOT, folder)))
    if everything:
        results.append(run_newest())
    print("\n%-26s %8s %8s %9s" % ("part", "passed", "failed", "seconds"))
    for part, passed, failed, seconds in results:
        print("%-26s %8d %8d %9.1f" % (part, passed, failed, seconds))
    passed = sum(result[1] for result in results)
    failed = sum(result[2] for result in results)
    print("\n%d passed, %d failed" % (passed, failed), flush=True)
    return 1 if failed else 0


def run(part, command, folder=ROOT):
    """Runs a command in a folder, passing on what it says, and counts."""
    print("\n===== %s" % part, flush=True)
    began = time.time()
    process = subprocess.Popen(
        command,
        cwd=folder,
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


def run_newest():
    """The tests of the library's core under the newest Deno, from an environment that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        programs = os.path.join(folder, "bin")
        install = [os.path.join(programs, "pip"), "install", "--quiet", "--disable-pip-version-check", NEWEST]
        subprocess.call(install, stdin=subprocess.DEVNULL)
        return run(NEWEST, [os.path.join(programs, "deno"), "test", "-A"] + list(NEWEST_TESTS))


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
