"""Who notices that a copy of the project is broken: its claims, on the real kernel, and its tests."""

from __future__ import annotations

import os
import signal
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import judge
import notebooks
import slice as slices

TESTS_SECONDS = 600

RED, HELD, THREW, UNREACHED = "red", "held", "threw", "not reached"


def claims(runner, folder: Path, name: str, wanted: list[str]) -> dict[str, dict]:
    """Runs what the wanted claims of a notebook need; for each, what became of it, and its record."""
    import nbformat

    path = folder / "notebooks" / name
    cut = slices.cut(notebooks.read(path), wanted)
    execution = runner.run(path, lambda *_: None, nbformat.from_dict(cut))
    found = {}
    for cell in judge.code_cells(execution.executed):
        claimed = slices.claim_in(cell["source"])
        records = judge.cell_claims(cell)
        for record in records:
            found[record["id"]] = {"state": HELD if record["ok"] else RED, "record": record}
        if claimed and not records:
            found[claimed] = {"state": without_verdict(cell), "record": None}
    problem = "; ".join(execution.problems)
    return {one: found.get(one, {"state": UNREACHED, "record": None, "problem": problem}) for one in wanted}


def reddened(record: dict) -> str:
    """Which half of a red claim is not as it should be: its experiment, its control, or both."""
    control = not (record["control"] or {"holds": True})["holds"]
    if record["expected"] == "fails":
        return "control" if control else "experiment"
    if control:
        return "control" if record["reason"].startswith("in the control, ") else "both"
    return "experiment"


def without_verdict(cell: dict) -> str:
    """An experiment that throws has noticed something; one that lacks what an earlier cell should have made has not."""
    errors = {output["ename"] for output in cell["outputs"] if output["output_type"] == "error"}
    return UNREACHED if not errors or errors <= {"ReferenceError"} else THREW


def tests(folder: Path, file: str) -> list[str]:
    """The names of a file's tests that went red; a file that cannot even be run is red as a whole."""
    report = folder / f"{Path(file).stem}.xml"
    process = subprocess.Popen(
        ["deno", "test", "--allow-all", "--no-check", f"--junit-path={report}", file],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "NO_COLOR": "1"},
    )
    try:
        process.wait(TESTS_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return ["(did not come to an end)"]
    if not report.exists():
        return ["(could not be run)"] if process.returncode else []
    cases = ElementTree.parse(report).getroot().iter("testcase")
    return [case.get("name", "") for case in cases if case.find("failure") is not None or case.find("error") is not None]
